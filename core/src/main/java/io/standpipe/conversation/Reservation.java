package io.standpipe.conversation;

import io.standpipe.error.DeadlineExceededException;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;

/**
 * A place among the questions in flight, for a request that is not among them yet: to be filled, or
 * given back by {@link #close}.
 */
final class Reservation implements AutoCloseable {
  private final Request<?> request;
  private final Dispatcher dispatcher;
  private boolean filled;

  private Reservation(Request<?> request, Dispatcher dispatcher) {
    this.request = request;
    this.dispatcher = dispatcher;
  }

  /** Waits for a place, by the request's deadline. */
  static Reservation make(Request<?> request, Dispatcher dispatcher, ConversationEnds ends)
      throws IOException {
    try {
      if (!dispatcher.pending.reserve(request.deadline)) {
        throw new DeadlineExceededException(
            request.toString(),
            request.deadline.limit(),
            "as many questions as may be in flight wait for their answers");
      }
    } catch (InterruptedException e) {
      throw FairLock.interrupted(ends);
    }
    if (!ends.areOpen()) {
      dispatcher.pending.unreserve();
      throw new AsynchronousCloseException();
    }
    return new Reservation(request, dispatcher);
  }

  /** Puts the request there. A question needs the lock for writing: answers come in that order. */
  void fill() {
    dispatcher.add(request);
    filled = true;
  }

  @Override
  public void close() {
    if (!filled) {
      dispatcher.pending.unreserve();
    }
  }
}
