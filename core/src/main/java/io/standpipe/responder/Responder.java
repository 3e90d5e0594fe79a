package io.standpipe.responder;

import io.standpipe.error.ErrnoException;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.FrameWriter;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The other side of a conversation: this program, started by another one, reads requests from its
 * standard input and answers on its standard output. A description; {@link #run} is the program.
 * Immutable.
 *
 * {@snippet file="ResponderSnippets.java" region="main"}
 *
 * <p><b>The two streams are the protocol's alone</b> from {@code run} on, for the rest of the
 * process's life. Stray prints, by {@code System.out}, by native code, or by a program that
 * inherits descriptor 1, go to standard error; what reads {@code System.in} or descriptor 0 finds
 * the end. So call {@code run} first: what was printed before it is among the answers. (Who has
 * opened {@code /dev/stdout} before is out of reach.)
 *
 * <p><b>One request at a time</b>, on the thread that called {@code run}. Each answer is in the
 * pipe when its request is done with: nothing is left to be flushed. Requests sent ahead wait in
 * the pipe, and are answered in their order.
 *
 * <p><b>It ends</b>, and {@code run} returns, when nobody can ask any more:
 *
 * <ul>
 *   <li>at the end of the input, after the answer to the last request;
 *   <li>when nobody reads the answers any more;
 *   <li>when the process that started this one has died, however it died. That matters where
 *       another process holds the input open as well. A function that is at work then is
 *       interrupted; where it has not returned after the {@link #grace}, the JVM exits with code 1.
 * </ul>
 *
 * <p>The process ends with {@code main} then, if no thread other than daemons is left: end those of
 * your own.
 *
 * <p><b>Trouble</b> ends it with an exception, which from {@code main} is a message on standard
 * error and exit code 1: a function that throws, an answer that the framing has no form for, a
 * request that is none (too long, malformed, cut off by the end of the input). With {@link
 * #onFailure} such a request gets an answer instead, as long as the next one can be found.
 *
 * <p><b>Alive</b> is who answers. A living process says nothing: it may hang. {@link #ping} is a
 * question for that.
 */
public final class Responder {
  /** Time enough to put things away, short enough that nobody looks for what is still running. */
  public static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

  /** Makes an answer. */
  @FunctionalInterface
  public interface Answer {
    /**
     * Answers a request, or does not.
     *
     * @param request as text, as {@link Frame#text} makes it
     * @return the answer; null for a request that gets none
     */
    @Nullable String to(String request) throws Exception;
  }

  /** Deals with a request as bytes; gives any number of answers. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Deals with one request.
     *
     * @param request valid until this returns
     * @param answers where answers go, each at once; for this thread, until this returns
     */
    void handle(Frame request, FrameWriter answers) throws Exception;
  }

  /** Makes an answer of what went wrong. */
  @FunctionalInterface
  public interface Apology {
    /**
     * Answers a request that could not be dealt with, or does not.
     *
     * @param failure what the function has thrown; a {@link FrameException} for a request that was
     *     none, or for an answer that could not be written
     * @return the answer; null where there is to be none
     */
    @Nullable String of(Exception failure) throws Exception;
  }

  final Framing framing;
  final @Nullable Apology apology;
  final @Nullable Ping ping;
  final boolean outlives;
  final Duration grace;

  record Ping(String request, String answer) {}

  private Responder(
      Framing framing,
      @Nullable Apology apology,
      @Nullable Ping ping,
      boolean outlives,
      Duration grace) {
    this.framing = framing;
    this.apology = apology;
    this.ping = ping;
    this.outlives = outlives;
    this.grace = grace;
  }

  /** For requests and answers in this framing. */
  public static Responder on(Framing framing) {
    return new Responder(framing, null, null, false, DEFAULT_GRACE);
  }

  /**
   * The same, where what goes wrong with a request is answered, and the next one is waited for. An
   * exception of its own ends the run, as does an error of the framing that has no way on ({@link
   * FrameException#isRecoverable}; {@link Framing#resynchronizing} makes more of them have one).
   */
  public Responder onFailure(Apology answer) {
    return new Responder(framing, answer, ping, outlives, grace);
  }

  /**
   * The same, where this request is answered like this, and the function does not see it. It waits
   * for its turn as any other does: an answer tells that requests are being worked on, and while
   * one takes long there is none.
   */
  public Responder ping(String request, String answer) {
    return new Responder(framing, apology, new Ping(request, answer), outlives, grace);
  }

  /**
   * The same, where the death of the process that started this one is nothing to end by: for a
   * script that starts it, and ends.
   */
  public Responder outlivingParent() {
    return new Responder(framing, apology, ping, true, grace);
  }

  /** The same with another time for a function to end in, once the parent has died. */
  public Responder grace(Duration time) {
    return new Responder(framing, apology, ping, outlives, time);
  }

  /**
   * Answers requests, until nobody can ask any more.
   *
   * @throws ErrnoException if this process was started with its standard input or output closed
   * @throws FrameException for what is no request, or an answer that cannot be written
   * @throws Exception what the function has thrown
   */
  public void run(Answer function) throws Exception {
    run((request, answers) -> {
      String answer = function.to(request.text());
      if (answer != null) {
        answers.write(answer);
      }
    });
  }

  /**
   * Answers requests, until nobody can ask any more.
   *
   * @throws IOException as the other {@code run}
   * @throws Exception what the handler has thrown
   */
  public void run(Handler handler) throws Exception {
    try (var run = ResponderRun.start(this, handler)) {
      run.answerAll();
    }
  }

  /** For what. */
  @Override
  public String toString() {
    return "responder on " + framing;
  }
}
