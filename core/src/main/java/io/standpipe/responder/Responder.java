package io.standpipe.responder;

import io.standpipe.error.ErrnoException;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.Framing;
import io.standpipe.internal.CheckReturnValue;
import java.io.IOException;
import java.time.Duration;

/**
 * The answering side of a conversation: this program, started by another one, reads requests from
 * its standard input and writes answers to its standard output. A description; {@link #run} does
 * the work. Immutable, safe from any thread.
 *
 * {@snippet file="ResponderSnippets.java" region="main"}
 *
 * <p><b>The two streams belong to the protocol alone</b> from {@code run} on, for the rest of the
 * process's life. Stray prints, by {@code System.out}, by native code, or by a program that
 * inherits descriptor 1, go to standard error; code that reads {@code System.in} or descriptor 0
 * finds the end. So call {@code run} first: anything printed before it stands among the answers.
 * (Code that opened {@code /dev/stdout} before is out of reach.)
 *
 * <p><b>One request at a time</b>, on the thread that called {@code run}. Each answer is in the
 * pipe before the next request is read; nothing is left to flush. Requests sent ahead wait in the
 * pipe and are answered in their order.
 *
 * <p><b>The run ends</b>, and {@code run} returns, when no further request can come:
 *
 * <ul>
 *   <li>at the end of the input, after the answer to the last request;
 *   <li>when no process reads the answers any more;
 *   <li>when the process that started this one has died, however it died. That matters if another
 *       process holds the input open as well. A function that is at work then is interrupted; if it
 *       has not returned after the {@link #grace}, the JVM exits with code 1.
 * </ul>
 *
 * <p>The process then ends together with {@code main}, provided that only daemon threads are left:
 * end your own threads.
 *
 * <p><b>An error</b> ends the run with an exception, which, thrown from {@code main}, becomes a
 * message on standard error and exit code 1: a function that throws, an answer that the framing
 * cannot represent, input that is not a request (too long, malformed, cut off by the end of the
 * input). With {@link #onFailure} such a request gets an answer instead, as long as the next one
 * can be found.
 *
 * <p><b>Only an answer proves life.</b> A process that exists may hang. {@link #ping} names a
 * request for finding out.
 */
@CheckReturnValue
public final class Responder {
  /**
   * Five seconds: enough for a function to clean up, and short enough that no user goes looking for
   * a process that still runs.
   */
  public static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

  private final ResponderSpec spec;

  private Responder(ResponderSpec spec) {
    this.spec = spec;
  }

  /** Describes a responder whose requests and answers use this framing. */
  public static Responder on(Framing framing) {
    return new Responder(new ResponderSpec(framing, null, null, false, DEFAULT_GRACE));
  }

  /**
   * Answers a request that went wrong, and goes on with the next one. An exception thrown by {@code
   * answer} ends the run, and so does a framing error after which the next request cannot be found
   * ({@link FrameException#isRecoverable}; {@link Framing#resynchronizing} makes more errors
   * recoverable).
   *
   * @param answer given what the function threw, or a {@link FrameException} for input that is not
   *     a request or an answer that could not be written
   */
  public Responder onFailure(AnswerFunction<? super Exception> answer) {
    return new Responder(spec.withApology(answer));
  }

  /**
   * Gives this answer to this request; the function does not see it. The request waits for its turn
   * like any other: its answer proves that requests are being worked on, and none comes while an
   * earlier request takes long.
   */
  public Responder ping(String request, String answer) {
    return new Responder(spec.withPing(new ResponderSpec.Ping(request, answer)));
  }

  /**
   * Goes on after the process that started this one has died: for a program that is started by a
   * script which then ends.
   */
  public Responder outlivingParent() {
    return new Responder(spec.outlivingParent());
  }

  /**
   * Sets how long a function may go on once the parent has died; default {@link #DEFAULT_GRACE}.
   */
  public Responder grace(Duration time) {
    return new Responder(spec.withGrace(time));
  }

  /**
   * Answers requests, as text made by {@link Frame#text}, until no further one can come.
   *
   * @throws ErrnoException if this process was started with its standard input or output closed
   * @throws FrameException for input that is not a request, or an answer that cannot be written
   * @throws Exception what the function threw
   */
  public void run(AnswerFunction<String> function) throws Exception {
    run((request, answers) -> {
      String answer = function.answer(request.text());
      if (answer != null) {
        answers.write(answer);
      }
    });
  }

  /**
   * Handles requests until no further one can come.
   *
   * @throws IOException like the other {@code run}
   * @throws Exception what the handler threw
   */
  public void run(FrameHandler handler) throws Exception {
    try (var run = ResponderRun.start(spec, handler)) {
      run.answerAll();
    }
  }

  /** {@code responder on lines}. */
  @Override
  public String toString() {
    return spec.toString();
  }
}
