package io.standpipe.conversation;

import io.standpipe.internal.ready.Deadline;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The questions whose answers have not come yet, in the order in which they were written. Answers
 * come in that order, too, unless they are recognised by keys. The number of places is limited; a
 * thread that wants to ask one more question waits for a place first.
 *
 * <p>A question that leaves gives back its place, which wakes the thread that has waited longest.
 * Safe from any thread.
 */
final class PendingRequests {
  private final LinkedHashSet<Request<?>> requests = new LinkedHashSet<>();
  private final Map<Object, Request<?>> byKey = new HashMap<>();
  private final Semaphore places;

  /** No pending question is given up later than this. */
  private @Nullable Deadline latest;

  PendingRequests(int maxInFlight) {
    this.places = new Semaphore(maxInFlight, true);
  }

  /** Waits for a place; returns whether there was one in time. */
  boolean reserve(Deadline deadline) throws InterruptedException {
    return places.tryAcquire(0, TimeUnit.NANOSECONDS) // first without reading the clock
        || places.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
  }

  /** Gives back a place that was not filled. */
  void unreserve() {
    places.release();
  }

  /** To be called in the order of writing. */
  synchronized void add(Request<?> request) {
    Object key = request.key();
    if (key != null && byKey.putIfAbsent(key, request) != null) {
      throw new IllegalArgumentException(
          request + ": a key that no other question in flight has expected: " + key);
    }
    Deadline before = latest;
    latest = before == null || before.isBefore(request.deadline) ? request.deadline : before;
    requests.add(request);
  }

  /** The question that the next message answers, by their order; null if there is none. */
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

  /** Removes a question; returns whether it was still there. */
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

  /** How many questions have failed, and are only owed an answer. */
  int countDone() {
    int count = 0;
    for (Request<?> request : copy()) {
      count += request.isDone() ? 1 : 0;
    }
    return count;
  }

  /** Whether the user's code decides at this moment if an answer is complete. */
  boolean isInUsersCode() {
    for (Request<?> request : copy()) {
      if (request.isInUsersCode()) {
        return true;
      }
    }
    return false;
  }

  /** Removes the questions that have failed, and are only owed an answer. */
  void forgetDone() {
    for (Request<?> request : copy()) {
      if (request.isDone()) {
        remove(request);
      }
    }
  }

  /**
   * A message went to a question that has failed; tells the first waiting question, which it may
   * have been meant for.
   */
  void tellTakenBy(Request<?> late, String message) {
    for (Request<?> request : copy()) {
      if (!request.isDone()) {
        request.missed(late, message);
        return;
      }
    }
  }

  /** How long some question may wait for its answer; null if none does. */
  synchronized @Nullable Deadline awaitedUntil() {
    for (Request<?> request : requests) {
      if (!request.isDone()) {
        return latest;
      }
    }
    return null;
  }

  /**
   * Fails the questions whose time is over. They stay, because their answers may still come.
   *
   * @param unfinished half a message that has come, which belongs to the oldest question
   */
  void expire(Throwable cause, String unfinished) {
    String half = unfinished;
    for (Request<?> request : copy()) {
      if (request.deadline.hasPassed()) {
        request.fail(cause, half);
      }
      half = "";
    }
  }

  /** Fails the oldest question, to which half a message belongs that has come. */
  void failFirst(Throwable cause, String unfinished) {
    Request<?> first = next();
    if (first != null) {
      first.fail(cause, unfinished);
    }
  }

  /**
   * Fails and removes all questions: no answer will come any more. All have failed before the first
   * one leaves. A thread that still processes what was read ahead must not give the answer of a
   * question that has left to the next one.
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
