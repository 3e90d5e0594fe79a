package io.standpipe.fifo;

import java.time.Duration;

/** Answers the requests of a {@link FifoServer}. */
@FunctionalInterface
public interface RequestHandler {
  /**
   * Returns the answer, never null. An exception's message goes to the client as an error. May
   * block; an interrupt means that the server is being closed. Called on a virtual thread for each
   * request, so by several threads at the same time.
   */
  String answer(String request) throws Exception;

  /**
   * Returns the answer, as {@link #answer(String)} does; the server calls this one. A handler that
   * can stop early implements it, because no caller reads an answer that comes after {@code limit}.
   * By default the limit has no effect.
   *
   * @param limit how long the client still waits; some centuries if it did not say
   */
  default String answer(String request, Duration limit) throws Exception {
    return answer(request);
  }
}
