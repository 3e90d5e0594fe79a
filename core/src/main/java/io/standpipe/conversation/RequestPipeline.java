package io.standpipe.conversation;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.Frame;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Questions. The one who asks writes, then reads by himself until his answer is there: no other
 * thread is needed for the usual case. Where the pipe does not take the question at once, where
 * somebody asks without waiting, and where answers are told by keys, the {@link BackgroundReader}
 * reads.
 *
 * <p><b>Three turns.</b> {@link #calls}: one call that reads at a time, from its beginning to its
 * end. {@link #writing}: the order of the questions is that of the messages in the pipe. {@link
 * Dispatcher#reading}: whoever has it gives each message to the question that it is for. They are
 * taken in this order. A thread may wait for room in the pipe with {@code writing} taken, so nobody
 * who has {@code reading} ever waits for {@code writing}: somebody can always read, and the room
 * comes.
 */
final class RequestPipeline {
  final FairLock calls;
  final FairLock writing;
  private final ConversationEnds ends;
  private final Dispatcher delivery;
  private final OutgoingMessages speaking;

  RequestPipeline(ConversationEnds ends, Dispatcher delivery, OutgoingMessages speaking) {
    this.ends = ends;
    this.calls = new FairLock(ends);
    this.writing = new FairLock(ends);
    this.delivery = delivery;
    this.speaking = speaking;
  }

  /** A place among the questions under way, which somebody has to take or to give back. */
  private final class Place implements AutoCloseable {
    private final Request<?> request;
    private boolean taken;

    Place(Request<?> request) throws IOException {
      this.request = request;
      reserve(request);
    }

    /** For a question with the turn to write: the answers come in that order. */
    void take() {
      delivery.add(request);
      taken = true;
    }

    @Override
    public void close() {
      if (!taken) {
        delivery.pending.unreserve();
      }
    }
  }

  /** Writes a question and blocks until its answer is there. */
  <T> T ask(Request<T> request, OutgoingMessages.Message question) throws IOException {
    try (var place = new Place(request)) {
      calls.take(request.deadline, request);
      try {
        writing.take(request.deadline, request);
        boolean whole;
        try {
          requireTime(request);
          refuseUnasked(request);
          place.take();
          whole = write(request, question);
        } finally {
          writing.leave();
        }
        if (whole && !delivery.isByKey()) {
          delivery.readFor(request);
        }
        return await(request);
      } finally {
        calls.leave();
      }
    }
  }

  /** A question that nobody would wait for any more is not sent. */
  private static void requireTime(Request<?> request) throws DeadlineExceededException {
    if (request.deadline.hasPassed()) {
      throw new DeadlineExceededException(
          request.toString(),
          request.deadline.limit(),
          "that was over before it was sent: it was not");
    }
  }

  private void refuseUnasked(Request<?> request) throws IOException {
    Frame message = delivery.unasked();
    if (message != null) {
      throw request.unasked(message.text());
    }
  }

  /**
   * Writes a question that has its place. False where the pipe did not take it all at once: then
   * the pump reads from now on. An error is the question's failure too.
   */
  private boolean write(Request<?> request, OutgoingMessages.Message question) throws IOException {
    try {
      boolean whole = speaking.begin(question, request.text());
      if (!whole || delivery.isByKey()) {
        delivery.start();
      }
      if (!whole) {
        speaking.finish(request.deadline);
      }
      return whole;
    } catch (IOException | RuntimeException | Error e) {
      // One that is cut by its deadline is written to its end later, and has an answer then.
      if (!(e instanceof DeadlineExceededException)) {
        delivery.pending.remove(request);
      }
      request.fail(e);
      throw rethrown(request.failureFor(e));
    }
  }

  /**
   * Blocks until what is asked for has come, without writing anything. It does not wait for the
   * turn to write: who has that may wait for room in the pipe, and the room for what is read here.
   */
  <T> T receive(Request<T> request) throws IOException {
    try (var place = new Place(request)) {
      calls.take(request.deadline, request);
      try {
        place.take();
        delivery.readFor(request);
        return await(request);
      } finally {
        delivery.pending.remove(request); // nothing is owed to one who did not ask
        calls.leave();
      }
    }
  }

  /** Asks without waiting for the answer; blocks while the pipe, or the list, is full. */
  <T> CompletableFuture<T> askAsync(Request<T> request, OutgoingMessages.Message question)
      throws IOException {
    try (var place = new Place(request)) {
      writing.take(request.deadline, request);
      try {
        requireTime(request);
        place.take();
        CompletableFuture<T> answer = forUser(request);
        writeAndStart(request, question);
        return answer;
      } finally {
        writing.leave();
      }
    }
  }

  private void writeAndStart(Request<?> request, OutgoingMessages.Message question) {
    try {
      write(request, question);
      delivery.start();
    } catch (IOException e) {
      // The question has failed with it, and so has its future.
    }
  }

  /** Whatever the user attaches runs on a virtual thread of its own, and may block. */
  private static <T> CompletableFuture<T> forUser(Request<T> request) {
    return request
        .result
        .orTimeout(request.deadline.nanosLeft(), TimeUnit.NANOSECONDS)
        .handleAsync(
            (value, failure) -> {
              if (failure != null) {
                throw new CompletionException(request.failureFor(failure));
              }
              return value;
            },
            Thread::startVirtualThread);
  }

  /** Blocks until somebody who reads has given it its answer. */
  private <T> T await(Request<T> request) throws IOException {
    try {
      return request.result.get(request.deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      request.fail(e);
      return await(request); // it has a result now: this failure, or the answer after all
    } catch (InterruptedException e) {
      throw FairLock.interrupted(ends);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause() == null ? e : e.getCause());
    }
  }

  static IOException rethrown(Throwable failure) {
    return switch (failure) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException("a conversation failed", failure);
    };
  }

  private void reserve(Request<?> request) throws IOException {
    ends.ensureOpen();
    requireNoListener();
    try {
      if (!delivery.pending.reserve(request.deadline)) {
        throw new DeadlineExceededException(
            request.toString(),
            request.deadline.limit(),
            "as many questions as may be under way wait for their answers");
      }
    } catch (InterruptedException e) {
      throw FairLock.interrupted(ends);
    }
    if (!ends.areOpen()) {
      delivery.pending.unreserve();
      throw new AsynchronousCloseException();
    }
  }

  /** A listener, or a condition, that called its own conversation would wait for itself. */
  void requireNoListener() {
    if (calls.isMine() || writing.isMine() || delivery.reading.isMine()) {
      throw new IllegalStateException(
          "a listener or a condition uses the conversation that waits for it; do that on another"
              + " thread, or after the call");
    }
  }

  void requireOrder(String call) {
    if (delivery.isByKey()) {
      throw new IllegalStateException(
          call + " where answers are told by their keys: all else goes to ReplyMatcher.unasked()");
    }
  }
}
