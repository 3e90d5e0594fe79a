package io.standpipe.conversation;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.Frame;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Questions. The asking thread writes, then reads until its answer is there: the usual case needs
 * no other thread. The {@link BackgroundReader} reads if the pipe does not take the question at
 * once, if a thread asks without waiting, if the user's code decides where the answer ends, and if
 * answers are recognised by keys.
 */
final class RequestPipeline {
  private final ConversationEnds ends;
  private final ConversationLocks locks;
  private final Dispatcher dispatcher;
  private final BackgroundReader reader;
  private final OutgoingMessages outgoing;
  private final AnswerTimer timer;

  RequestPipeline(
      ConversationEnds ends,
      ConversationLocks locks,
      Dispatcher dispatcher,
      OutgoingMessages outgoing) {
    this.ends = ends;
    this.locks = locks;
    this.dispatcher = dispatcher;
    this.reader = new BackgroundReader(dispatcher, locks.reading);
    this.outgoing = outgoing;
    this.timer = new AnswerTimer(ends, reader);
  }

  /** With keys the background reader runs from the beginning: messages come unasked. */
  void begin() {
    if (dispatcher.isByKey()) {
      reader.start();
    }
  }

  /** Writes a question and blocks until its answer is there. */
  <T> T ask(Request<T> request, OutgoingMessages.Message question) throws IOException {
    try (Reservation place = reserve(request)) {
      locks.calls.take(request.deadline, request);
      try {
        locks.writing.take(request.deadline, request);
        boolean whole;
        try {
          requireTime(request);
          refuseUnasked(request);
          place.fill();
          whole = write(request, question);
        } finally {
          locks.writing.release();
        }
        if (whole && request.asksUsersCode()) {
          reader.start(); // this thread waits, and hears the deadline, an interrupt and a close
        } else if (whole && !dispatcher.isByKey()) {
          dispatcher.readFor(request);
        }
        return await(request);
      } finally {
        locks.calls.release();
      }
    }
  }

  private Reservation reserve(Request<?> request) throws IOException {
    ends.ensureOpen();
    locks.requireNoListener();
    return Reservation.make(request, dispatcher, ends);
  }

  /** A question that no caller would wait for any more is not sent. */
  private static void requireTime(Request<?> request) throws DeadlineExceededException {
    if (request.deadline.hasPassed()) {
      throw new DeadlineExceededException(
          request.toString(),
          request.deadline.limit(),
          "that was over before the message was sent, so it was not sent");
    }
  }

  private void refuseUnasked(Request<?> request) throws IOException {
    Frame message = dispatcher.unasked();
    if (message != null) {
      throw request.unasked(message.text());
    }
  }

  /**
   * Writes a question that has its place. Returns false if the pipe did not take all of it at once:
   * then the background reader reads from now on. An error fails the question, too.
   */
  private boolean write(Request<?> request, OutgoingMessages.Message question) throws IOException {
    try {
      boolean whole = outgoing.begin(question, request.text());
      if (!whole || dispatcher.isByKey()) {
        reader.start();
      }
      if (!whole) {
        outgoing.finish(request.deadline);
      }
      return whole;
    } catch (IOException | RuntimeException | Error e) {
      // A question that its deadline has cut is written to its end later, and then has an answer.
      if (!(e instanceof DeadlineExceededException)) {
        dispatcher.pending.remove(request);
      }
      request.fail(e);
      throw Failures.rethrown(request.failureFor(e));
    }
  }

  /**
   * Blocks until the next message has come, without writing anything. This does not wait for the
   * lock for writing: its holder may be waiting for room in the pipe, and the room for what is read
   * here.
   */
  <T> T receive(Request<T> request) throws IOException {
    try (Reservation place = reserve(request)) {
      locks.calls.take(request.deadline, request);
      try {
        place.fill();
        dispatcher.readFor(request);
        return await(request);
      } finally {
        dispatcher.pending.remove(request); // it was not a question, so no answer is owed
        locks.calls.release();
      }
    }
  }

  /** Asks without waiting for the answer; blocks while the pipe, or the list, is full. */
  <T> CompletableFuture<T> askAsync(Request<T> request, OutgoingMessages.Message question)
      throws IOException {
    try (Reservation place = reserve(request)) {
      locks.writing.take(request.deadline, request);
      try {
        requireTime(request);
        place.fill();
        CompletableFuture<T> answer = forUser(request);
        writeAndStart(request, question);
        return answer;
      } finally {
        locks.writing.release();
      }
    }
  }

  private void writeAndStart(Request<?> request, OutgoingMessages.Message question) {
    try {
      write(request, question);
      reader.start();
    } catch (IOException e) {
      // The question has failed with it, and so has its future.
    }
  }

  /** Actions that the user attaches run on a virtual thread of their own, and may block. */
  private <T> CompletableFuture<T> forUser(Request<T> request) {
    timer.start(request);
    return request.result.handleAsync(
        (value, failure) -> {
          if (failure != null) {
            throw new CompletionException(request.failureFor(failure));
          }
          return value;
        },
        Thread::startVirtualThread);
  }

  /** Blocks until a thread that reads has given the request its answer. */
  private <T> T await(Request<T> request) throws IOException {
    try {
      return timer.await(request);
    } catch (InterruptedException e) {
      throw FairLock.interrupted(ends);
    } catch (ExecutionException e) {
      throw Failures.rethrown(e.getCause() == null ? e : e.getCause());
    }
  }
}
