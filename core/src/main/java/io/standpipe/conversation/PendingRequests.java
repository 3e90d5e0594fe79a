package io.standpipe.conversation;

import io.standpipe.internal.ready.Deadline;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The questions whose answers have not come yet, in the order in which they were written: that of
 * the answers, unless these are told by their keys. There is room for so many; whoever wants to ask
 * one more waits for a place first.
 *
 * <p>A place is given back when the question leaves, which wakes the one who waits longest. Safe
 * from any thread.
 */
final class PendingRequests {
  private final LinkedHashSet<Request<?>> requests = new LinkedHashSet<>();
  private final Map<Object, Request<?>> byKey = new HashMap<>();
  private final Semaphore places;

  /** No question that anybody waits for is given up later than this. */
  private @Nullable Deadline latest;

  PendingRequests(int most) {
    this.places = new Semaphore(most, true);
  }

  /** Waits for a place: whether there was one in time. */
  boolean reserve(Deadline deadline) throws InterruptedException {
    return places.tryAcquire(0, TimeUnit.NANOSECONDS) // first without a look at the clock
        || places.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
  }

  /** Gives back a place that no question was put into. */
  void unreserve() {
    places.release();
  }

  /** To be called in the order of writing. */
  synchronized void add(Request<?> request) {
    Object key = request.key();
    if (key != null && byKey.putIfAbsent(key, request) != null) {
      throw new IllegalArgumentException(
          request + ": a key that is not under way expected: " + key + " is");
    }
    Deadline before = latest;
    latest = before == null || before.isBefore(request.deadline) ? request.deadline : before;
    requests.add(request);
  }

  /** The question that the next message is for, by their order; null if it is for none. */
  synchronized @Nullable Request<?> next() {
    return requests.isEmpty() ? null : requests.getFirst();
  }

  /** The question with this key; null if there is none. */
  synchronized @Nullable Request<?> with(Object key) {
    return byKey.get(key);
  }

  synchronized boolean isEmpty() {
    return requests.isEmpty();
  }

  /** Takes a question out; whether it was still there. */
  synchronized boolean remove(Request<?> request) {
    if (!requests.remove(request)) {
      return false;
    }
    Object key = request.key();
    if (key != null) {
      byKey.remove(key);
    }
    if (requests.isEmpty()) {
      latest = null;
    }
    places.release();
    return true;
  }

  /** Takes out those that nobody waits for. */
  void forgetDone() {
    for (Request<?> request : copy()) {
      if (request.isDone()) {
        remove(request);
      }
    }
  }

  /** A message has answered a question that nobody waits for; somebody may have waited for it. */
  void tellTakenBy(Request<?> late, String message) {
    for (Request<?> request : copy()) {
      if (!request.isDone()) {
        request.missed(late, message);
        return;
      }
    }
  }

  /** Until when somebody may wait for an answer; null if nobody does. */
  synchronized @Nullable Deadline awaitedUntil() {
    for (Request<?> request : requests) {
      if (!request.isDone()) {
        return latest;
      }
    }
    return null;
  }

  /** Gives up those whose time is over. They stay, for their answers may still come. */
  void expire(Throwable cause) {
    for (Request<?> request : copy()) {
      if (request.deadline.hasPassed()) {
        request.fail(cause);
      }
    }
  }

  /**
   * No answer will come any more, to any of them. All have failed before the first one leaves:
   * whoever still reads what was read ahead must not take the answer of one that has left for that
   * of the next.
   */
  void failAll(Throwable cause) {
    Request<?>[] all = copy();
    for (Request<?> request : all) {
      request.fail(cause);
    }
    for (Request<?> request : all) {
      remove(request);
    }
  }

  private synchronized Request<?>[] copy() {
    return requests.toArray(Request<?>[]::new);
  }
}
