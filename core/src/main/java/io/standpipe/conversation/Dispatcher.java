package io.standpipe.conversation;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameException;
import io.standpipe.internal.ready.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives each message that comes to the question that waits for it: the oldest one, or the one that
 * has the message's key. The thread that holds the lock for reading does this, for all questions.
 */
final class Dispatcher {
  final PendingRequests pending;
  private final ConversationEnds ends;
  private final FairLock reading;
  private final IncomingMessages incoming;
  private final @Nullable ReplyMatcher matcher;
  private final UnmatchedQueue unmatched;

  /** Nothing more can be read. */
  private volatile boolean ended;

  /**
   * @param unmatched is given what answers no question, if answers are recognised by keys
   */
  Dispatcher(
      ConversationOptions options,
      ConversationEnds ends,
      FairLock reading,
      IncomingMessages incoming,
      Consumer<String> unmatched) {
    this.ends = ends;
    this.reading = reading;
    this.incoming = incoming;
    this.pending = new PendingRequests(options.maxInFlight());
    this.matcher = options.matcher();
    this.unmatched = new UnmatchedQueue(options.maxInFlight(), unmatched);
  }

  boolean isByKey() {
    return matcher != null;
  }

  void requireOrder(String call) {
    if (isByKey()) {
      throw new IllegalStateException(
          call
              + " cannot be used where answers are recognised by keys: other messages go to"
              + " ReplyMatcher.handleUnmatched()");
    }
  }

  /**
   * To be called in the order of writing. With keys, a question leaves as soon as it has a result:
   * an answer that may never come keeps no place, and a late one is recognised by its key.
   */
  void add(Request<?> request) {
    pending.add(request);
    if (isByKey()) {
      var _ = request.result.whenComplete((_, _) -> pending.remove(request));
    }
  }

  /** How long some question waits for what comes; null if none does. With keys always. */
  @Nullable Deadline awaitedUntil() {
    return isByKey() && !ended ? Deadline.NEVER : pending.awaitedUntil();
  }

  /** Reads, and blocks until this question has its answer or has failed. */
  void readFor(Request<?> request) throws IOException {
    reading.take(request.deadline, request);
    try {
      while (!request.isDone()) {
        deliver(request.deadline);
      }
    } catch (DeadlineExceededException e) {
      request.fail(e, incoming.unfinished());
    } catch (IOException e) {
      request.fail(e, incoming.unfinished());
      pending.failAll(e);
    } finally {
      reading.release();
    }
  }

  /**
   * Gives the next message to its question; the caller holds the lock for reading. A message that
   * has no question is dropped here: it answers one that was never written to its end.
   *
   * @throws EOFException at the end of the stream
   */
  void deliver(Deadline deadline) throws IOException {
    Frame message;
    try {
      message = incoming.message(deadline);
    } catch (FrameException e) {
      failNext(e);
      return;
    }
    if (message == null) {
      throw new EOFException();
    }
    Request<?> next = matcher == null ? pending.next() : answered(matcher, message.text());
    if (next == null) {
      return;
    }
    boolean late = next.isDone();
    if (next.take(message)) {
      pending.remove(next);
    }
    if (late) {
      pending.tellTakenBy(next, message.text());
    }
  }

  /** If further messages can be found, the broken one was the answer to one question. */
  private void failNext(FrameException e) throws FrameException {
    Request<?> next = isByKey() ? null : pending.next();
    if (next == null || !e.isRecoverable()) {
      throw e;
    }
    pending.remove(next);
    next.fail(e);
  }

  private @Nullable Request<?> answered(ReplyMatcher by, String message) throws IOException {
    Optional<?> key = by.answerKey(message);
    Request<?> request = key.isPresent() ? pending.with(key.get()) : null;
    if (request == null) {
      try {
        unmatched.add(message);
      } catch (InterruptedException e) {
        throw FairLock.interrupted(ends);
      }
    }
    return request;
  }

  /** Reads until no question waits for an answer; then forgets answers that are still owed. */
  void drain(Deadline deadline, CallDescription tried) throws IOException {
    try {
      while (awaitedUntil() != null) {
        deliver(deadline);
      }
    } catch (DeadlineExceededException e) {
      throw Failures.rethrown(Failures.of(e, tried, deadline, incoming.unfinished()));
    } catch (IOException e) {
      pending.failAll(e);
    }
    pending.failAll(new TimeoutException());
  }

  /**
   * Returns a message that came while no question waits, or null. The caller holds the lock for
   * writing, so no question is asked meanwhile which the message might answer. If another thread
   * reads, nothing is taken from it. Half a message, such as a prompt, stays where it is, and so
   * does the end: the question finds it.
   */
  @Nullable Frame unasked() throws IOException {
    if (isByKey() || !pending.isEmpty() || !reading.tryTake()) {
      return null;
    }
    try {
      return incoming.hasMore() ? incoming.message(Deadline.NOW) : null;
    } catch (DeadlineExceededException e) {
      return null;
    } finally {
      reading.release();
    }
  }

  /** The time of some question is over; for the thread that holds the lock for reading. */
  void expire(Throwable cause) {
    pending.expire(cause, isByKey() ? "" : incoming.unfinished());
  }

  /** {@link #end}, for the thread that holds the lock for reading: it knows what has come. */
  void endReading(Throwable cause) {
    pending.failFirst(cause, isByKey() ? "" : incoming.unfinished());
    end(cause);
  }

  /** Nothing more can be read: no question will get its answer. */
  void end(Throwable cause) {
    ended = true;
    pending.failAll(cause);
  }

  /** The ends are closed. Perhaps no thread reads, so this tells the threads that wait. */
  void close(Throwable cause) {
    unmatched.clear();
    end(cause);
  }
}
