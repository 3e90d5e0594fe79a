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
 * Gives what comes to the questions that wait for it: each message to the oldest one, or to the one
 * whose key it has. Whoever has the turn to read does that, for all.
 */
final class Dispatcher {
  final FairLock reading;
  final PendingRequests pending;
  private final ConversationEnds ends;
  private final IncomingMessages hearing;
  private final @Nullable ReplyMatcher keys;
  private final UnmatchedQueue asides;
  private final BackgroundReader pump = new BackgroundReader(this);

  /** Nothing more can be read. */
  private volatile boolean ended;

  /**
   * @param unasked is handed what answers nothing, where answers are told by keys
   */
  Dispatcher(
      ConversationOptions terms,
      ConversationEnds ends,
      IncomingMessages hearing,
      Consumer<String> unasked) {
    this.ends = ends;
    this.hearing = hearing;
    this.reading = new FairLock(ends);
    this.pending = new PendingRequests(terms.maxInFlight());
    this.keys = terms.keys();
    this.asides = new UnmatchedQueue(terms.maxInFlight(), unasked);
  }

  boolean isByKey() {
    return keys != null;
  }

  /** Has a thread of its own read from now on, as long as somebody waits. */
  void start() {
    pump.start();
  }

  /**
   * To be called in the order of writing. With keys a question leaves with its result: no place is
   * kept for an answer that may never come, and one that comes late is told by its key.
   */
  void add(Request<?> request) {
    pending.add(request);
    if (isByKey()) {
      var _ = request.result.whenComplete((_, _) -> pending.remove(request));
    }
  }

  /** Until when somebody wants to know what comes; null if nobody does. With keys always. */
  @Nullable Deadline awaitedUntil() {
    return isByKey() && !ended ? Deadline.NEVER : pending.awaitedUntil();
  }

  /** Blocks until this question has its answer, or has failed. Reads by itself. */
  void readFor(Request<?> request) throws IOException {
    reading.take(request.deadline, request);
    try {
      while (!request.isDone()) {
        deliver(request.deadline);
      }
    } catch (DeadlineExceededException e) {
      request.fail(e, hearing.unfinished());
    } catch (IOException e) {
      request.fail(e, hearing.unfinished());
      pending.failAll(e);
    } finally {
      reading.leave();
    }
  }

  /**
   * Gives the next message to the question that it is for. With the turn to read. One that is for
   * none is dropped here: it answers a question that was never written to its end.
   *
   * @throws EOFException at the end of the stream
   */
  void deliver(Deadline deadline) throws IOException {
    Frame message;
    try {
      message = hearing.message(deadline);
    } catch (FrameException e) {
      failNext(e);
      return;
    }
    if (message == null) {
      throw new EOFException();
    }
    Request<?> next = keys == null ? pending.next() : answered(keys, message.text());
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

  /** Where messages can still be found, the broken one was the answer to one question. */
  private void failNext(FrameException e) throws FrameException {
    Request<?> next = isByKey() ? null : pending.next();
    if (next == null || !e.isRecoverable()) {
      throw e;
    }
    pending.remove(next);
    next.fail(e);
  }

  private @Nullable Request<?> answered(ReplyMatcher by, String message) throws IOException {
    Optional<?> key = by.ofAnswer(message);
    Request<?> request = key.isPresent() ? pending.with(key.get()) : null;
    if (request == null) {
      try {
        asides.add(message);
      } catch (InterruptedException e) {
        throw FairLock.interrupted(ends);
      }
    }
    return request;
  }

  /** Waits until nobody waits for an answer any more; what is owed to nobody is forgotten. */
  void drain(Deadline deadline, CallDescription tried) throws IOException {
    try {
      while (awaitedUntil() != null) {
        deliver(deadline);
      }
    } catch (DeadlineExceededException e) {
      throw RequestPipeline.rethrown(Failures.of(e, tried, deadline, hearing.unfinished()));
    } catch (IOException e) {
      pending.failAll(e);
    }
    pending.failAll(new TimeoutException());
  }

  /**
   * What lies there while nobody waits for anything: a message, or null. With the turn to write, so
   * that no question is asked meanwhile whose answer it might be; if somebody still reads, that is
   * let be. Half a message, a prompt for one, stays where it is. So does an end: the question finds
   * it.
   */
  @Nullable Frame unasked() throws IOException {
    if (isByKey() || !pending.isEmpty() || !reading.tryTake()) {
      return null;
    }
    try {
      return hearing.hasMore() ? hearing.message(Deadline.NOW) : null;
    } catch (DeadlineExceededException e) {
      return null;
    } finally {
      reading.leave();
    }
  }

  /** Nothing more can be read: nobody's answer will come. */
  void end(Throwable cause) {
    ended = true;
    pending.failAll(cause);
  }

  /** The ends are closed. Nobody may be reading, so who waits for an answer is told here. */
  void close(Throwable cause) {
    asides.clear();
    end(cause);
  }
}
