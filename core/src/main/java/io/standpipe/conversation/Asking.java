package io.standpipe.conversation;

import io.standpipe.DeadlineExceededException;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Questions and their answers. The one who asks writes, then reads by himself until his answer is
 * there: no other thread is needed for the usual case. Where the pipe does not take the question at
 * once, and where somebody asks without waiting, the {@link Pump} reads.
 *
 * <p><b>Three turns.</b> {@link #calls}: one call that reads at a time, from its beginning to its
 * end. {@link #writing}: the order of the questions is that of the messages in the pipe. {@link
 * #reading}: whoever has it gives each message to the question that it is for. They are taken in
 * this order. A thread may wait for room in the pipe with {@code writing} taken, so nobody who has
 * {@code reading} ever waits for {@code writing}: somebody can always read, and the room comes.
 */
final class Asking {
  final Turn calls;
  final Turn writing;
  final Turn reading;
  final Pending pending;
  private final Ends ends;
  private final Hearing hearing;
  private final Speaking speaking;
  private final Pump pump = new Pump(this);

  Asking(Terms terms, Ends ends, Hearing hearing, Speaking speaking) {
    this.ends = ends;
    this.calls = new Turn(ends);
    this.writing = new Turn(ends);
    this.reading = new Turn(ends);
    this.pending = new Pending(terms.underWay());
    this.hearing = hearing;
    this.speaking = speaking;
  }

  /** Writes a question and blocks until its answer is there. */
  <T> T ask(Request<T> request, Speaking.Message question) throws IOException {
    reserve(request);
    boolean added = false;
    try {
      calls.take(request.deadline, request);
      try {
        writing.take(request.deadline, request);
        boolean written;
        try {
          refuseUnasked(request);
          pending.add(request);
          added = true;
          written = write(request, question);
        } catch (IOException e) {
          throw rethrown(request.failureFor(e));
        } finally {
          writing.leave();
        }
        return written ? read(request) : await(request);
      } finally {
        calls.leave();
      }
    } finally {
      if (!added) {
        pending.unreserve();
      }
    }
  }

  /**
   * Writes a question that was added. False where the pipe did not take it all at once: then the
   * pump reads from now on. An error is the question's failure too.
   */
  private boolean write(Request<?> request, Speaking.Message question) throws IOException {
    try {
      if (speaking.begin(question, request.text())) {
        return true;
      }
      pump.start();
      speaking.finish(request.deadline);
    } catch (IOException e) {
      // One that is cut by its deadline is written to its end later, and has an answer then.
      if (!(e instanceof DeadlineExceededException)) {
        pending.remove(request);
      }
      request.fail(e);
      throw e;
    }
    return false;
  }

  /** Blocks until what is asked for has come, without writing anything. */
  <T> T receive(Request<T> request) throws IOException {
    reserve(request);
    boolean added = false;
    try {
      calls.take(request.deadline, request);
      try {
        writing.take(request.deadline, request);
        pending.add(request);
        added = true;
        writing.leave();
        return read(request);
      } finally {
        calls.leave();
        if (added) {
          pending.remove(request); // nothing is owed to one who did not ask
        }
      }
    } finally {
      if (!added) {
        pending.unreserve();
      }
    }
  }

  /** Reads until this request has its answer. */
  private <T> T read(Request<T> request) throws IOException {
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
    return await(request);
  }

  /** Gives the next message to the question that it is for. With the turn to read. */
  void deliver(Deadline deadline) throws IOException {
    Frame message;
    try {
      message = hearing.message(deadline);
    } catch (FrameException e) {
      Request<?> next = pending.next();
      if (next == null || !e.isRecoverable()) {
        throw e;
      }
      pending.remove(next);
      next.fail(e);
      return;
    }
    if (message == null) {
      throw new EOFException();
    }
    Request<?> next = pending.next();
    if (next != null && next.take(message)) {
      pending.remove(next);
    }
  }

  /** Asks without waiting for the answer; blocks while the pipe, or the list, is full. */
  <T> CompletableFuture<T> askAsync(Request<T> request, Speaking.Message question)
      throws IOException {
    reserve(request);
    boolean added = false;
    try {
      writing.take(request.deadline, request);
      pending.add(request);
      added = true;
    } finally {
      if (!added) {
        pending.unreserve();
      }
    }
    CompletableFuture<T> answer = forUser(request);
    try {
      write(request, question);
      pump.start();
    } catch (IOException e) {
      return answer; // which has failed with it
    } finally {
      writing.leave();
    }
    return answer;
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
      throw Turn.interrupted(ends);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  static IOException rethrown(@Nullable Throwable failure) {
    return switch (failure) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> new IOException("a conversation failed", failure);
    };
  }

  /** Waits until nobody waits for an answer any more; what is owed to nobody is forgotten. */
  void drain(Deadline deadline) throws IOException {
    try {
      while (awaitedUntil() != null) {
        deliver(deadline);
      }
    } catch (DeadlineExceededException e) {
      throw e;
    } catch (IOException e) {
      pending.failAll(e);
    }
    pending.failAll(new TimeoutException());
  }

  @Nullable Deadline awaitedUntil() {
    return pending.awaitedUntil();
  }

  /**
   * Something that came before the question was asked is not its answer. What comes later cannot be
   * told from it. With the turn to write, so no other question is asked meanwhile whose answer it
   * might be; if somebody still reads, that is let be.
   */
  private void refuseUnasked(Request<?> request) throws IOException {
    if (!pending.isEmpty() || !reading.tryTake()) {
      return;
    }
    try {
      Frame message = hearing.hasMore() ? messageNow() : null;
      if (message != null) {
        throw request.unasked(message.text());
      }
    } finally {
      reading.leave();
    }
  }

  /** Half a message, a prompt for one, is left where it is. So is an end: the question finds it. */
  private @Nullable Frame messageNow() throws IOException {
    try {
      return hearing.message(Deadline.NOW);
    } catch (DeadlineExceededException e) {
      return null;
    }
  }

  private void reserve(Request<?> request) throws IOException {
    ends.ensureOpen();
    requireNoListener();
    try {
      if (!pending.reserve(request.deadline)) {
        throw new DeadlineExceededException(
            request.toString(),
            request.deadline.limit(),
            "as many questions as may be under way wait for their answers");
      }
    } catch (InterruptedException e) {
      throw Turn.interrupted(ends);
    }
    if (!ends.areOpen()) {
      pending.unreserve();
      throw new AsynchronousCloseException();
    }
  }

  /** A listener, or a condition, that called its own conversation would wait for itself. */
  void requireNoListener() {
    if (calls.isMine() || reading.isMine()) {
      throw new IllegalStateException(
          "a listener or a condition uses the conversation that waits for it; do that on another"
              + " thread, or after the call");
    }
  }

  /** After the ends were closed: nobody reads, so nobody else tells those who wait. */
  void failAll(IOException cause) {
    pending.failAll(cause);
  }
}
