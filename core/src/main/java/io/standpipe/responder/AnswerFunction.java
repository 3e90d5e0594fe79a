package io.standpipe.responder;

import org.jspecify.annotations.Nullable;

/**
 * Makes an answer: to a request, or to what went wrong with one.
 *
 * @param <Q> what is answered: a request as text, or an exception
 */
@FunctionalInterface
public interface AnswerFunction<Q> {
  /**
   * Returns the answer, or null if there is to be none. May block; an interrupt means that the
   * process that started this one has died. See {@link Responder} for what an exception does.
   */
  @Nullable String answer(Q question) throws Exception;
}
