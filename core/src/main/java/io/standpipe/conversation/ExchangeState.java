package io.standpipe.conversation;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import org.jspecify.annotations.Nullable;

/**
 * What the sender and the receiver of an exchange share: the ends, the questions in flight, and
 * whether it goes on. Safe from any thread.
 *
 * <p>A failure that the receiver finds is final. The sender may be asleep in one of two places, and
 * both are woken: a wait for room by {@link InFlight#end}, a write into a full pipe by the close of
 * the writer. It finds the failure then, because the monitor is held until that is set.
 */
final class ExchangeState<Q> {
  private static final String LOST = "a message was lost to ";

  final ConversationEnds ends;
  final InFlight<Q> inFlight;
  private @Nullable IOException failure;
  private volatile boolean goesOn = true;
  private volatile boolean finished;

  ExchangeState(ConversationEnds ends, InFlight<Q> inFlight) {
    this.ends = ends;
    this.inFlight = inFlight;
  }

  boolean isOpen() {
    return goesOn && ends.areOpen();
  }

  /** To be called when a call begins. */
  void ensureOpen() throws IOException {
    throwFailure();
    ends.ensureOpen();
  }

  /** To be called after a call has waited. */
  void ensureStillOpen() throws IOException {
    throwFailure();
    if (!ends.areOpen()) {
      throw new AsynchronousCloseException();
    }
  }

  private void throwFailure() throws IOException {
    if (!goesOn) {
      IOException failed = failure();
      throw failed != null ? failed : new IOException(LOST + "a lack of memory");
    }
  }

  private synchronized @Nullable IOException failure() {
    return failure;
  }

  /** The exchange cannot go on. Returns the first reason, which each call throws from now on. */
  synchronized IOException fail(IOException reason) {
    IOException first = failure == null ? reason : failure;
    failure = first;
    stop();
    return first;
  }

  /** Wakes the sender, which asks for the failure only after the thread here has set it. */
  private void stop() {
    goesOn = false;
    ends.writer().close();
    inFlight.end();
  }

  /**
   * Something has come between a message and its question: memory has run out, or code of the user
   * has thrown. To go on would move all later answers to the wrong questions, so that is ruled out
   * before memory for an exception is asked for.
   */
  synchronized void failBetween(Throwable cause) {
    stop();
    var _ = fail(new IOException("exchange with " + ends.name() + ": " + LOST + cause, cause));
  }

  /**
   * What a call throws that was ended by {@code e}: a failure that another thread has found comes
   * first. An interrupt has closed the ends; the sender may wait for room that will not come.
   */
  IOException endedBy(IOException e) {
    IOException failed = failure();
    if (failed != null) {
      return failed;
    }
    if (!ends.areOpen()) {
      inFlight.end();
    }
    return e;
  }

  /** The program's input is complete. */
  void finish() {
    finished = true; // first, so that the receiver knows why the output ends
    ends.writer().close();
  }

  boolean isFinished() {
    return finished;
  }

  void close() {
    ends.close();
    inFlight.end();
  }
}
