package io.standpipe.conversation;

import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The questions whose answers have not come yet, in the order in which they were written: that of
 * the answers. There is room for so many; whoever wants to ask one more waits for a place first.
 *
 * <p>A place is given back when the question leaves, which wakes the one who waits longest. Safe
 * from any thread.
 */
final class Pending {
  private final ArrayDeque<Request<?>> queue = new ArrayDeque<>();
  private final Semaphore places;

  /** No question that anybody waits for is given up later than this. */
  private @Nullable Deadline latest;

  Pending(int most) {
    this.places = new Semaphore(most, true);
  }

  /** Waits for a place: whether there was one in time. */
  boolean reserve(Deadline deadline) throws InterruptedException {
    return places.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
  }

  /** Gives back a place that no question was put into. */
  void unreserve() {
    places.release();
  }

  /** To be called in the order of writing. */
  synchronized void add(Request<?> request) {
    Deadline before = latest;
    latest = before == null || before.isBefore(request.deadline) ? request.deadline : before;
    queue.add(request);
  }

  /** The question that the next message is for; null if it is for none. */
  synchronized @Nullable Request<?> next() {
    return queue.peek();
  }

  synchronized boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Takes a question out; whether it was still there. */
  synchronized boolean remove(Request<?> request) {
    boolean removed = queue.peek() == request ? queue.remove() == request : queue.remove(request);
    if (removed) {
      left();
    }
    return removed;
  }

  private void left() {
    places.release();
    if (queue.isEmpty()) {
      latest = null;
    }
  }

  /** Until when somebody may wait for an answer; null if nobody does. */
  synchronized @Nullable Deadline awaitedUntil() {
    for (Request<?> request : queue) {
      if (!request.isDone()) {
        return latest;
      }
    }
    return null;
  }

  /** Gives up those whose time is over. They stay, for their answers may still come. */
  void expire(Throwable cause) {
    for (Request<?> request : copy()) {
      if (request.deadline.nanosLeft() == 0) {
        request.fail(cause);
      }
    }
  }

  /** No answer will come any more, to any of them. */
  void failAll(Throwable cause) {
    for (Request<?> request : copy()) {
      if (remove(request)) {
        request.fail(cause);
      }
    }
  }

  private synchronized Request<?>[] copy() {
    return queue.toArray(Request<?>[]::new);
  }
}
