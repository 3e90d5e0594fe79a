package io.standpipe.conversation;

import io.standpipe.conversation.Unanswered.Sent;
import io.standpipe.internal.ready.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The unanswered questions of an exchange, and the room for more. One thread at a time sends and
 * waits for room, one receives and makes it; safe from any thread.
 *
 * <p>Whether there is room is decided under the lock, by the sender before it sleeps and by the
 * receiver after each answer. So an answer or an {@link #end} that comes before the sender sleeps
 * is seen by it, and one that comes later wakes it.
 */
final class InFlight<Q> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Unanswered<Q> unanswered;
  private final int most;
  private final long mostBytes;
  private long bytes;
  private boolean ended;

  /** What the sender waits to send: {@code wantedBytes} is −1 if it does not wait. */
  private int wantedBytes = -1;

  private @Nullable Object wantedKey;

  InFlight(ExchangeOptions options) {
    boolean byKey = options.answers().matcher().isPresent();
    this.unanswered = byKey ? new Unanswered.ByKey<>() : new Unanswered.InOrder<>();
    this.most = options.maxInFlight();
    this.mostBytes = options.maxBytesInFlight();
  }

  int count() {
    lock.lock();
    try {
      return unanswered.size();
    } finally {
      lock.unlock();
    }
  }

  /** The question that has waited longest; null if all are answered. */
  @Nullable Sent<Q> oldest() {
    lock.lock();
    try {
      return unanswered.oldest();
    } finally {
      lock.unlock();
    }
  }

  boolean hasRoom(int length, @Nullable Object key) {
    lock.lock();
    try {
      return fits(length, key);
    } finally {
      lock.unlock();
    }
  }

  /** A question that alone is larger than the limit fits when nothing else is in flight. */
  private boolean fits(int length, @Nullable Object key) {
    int count = unanswered.size();
    boolean small = count < most && bytes + length <= mostBytes;
    return (small || count == 0) && !unanswered.has(key);
  }

  /**
   * Waits until there is room, or the exchange has ended; returns whether the deadline was kept.
   */
  boolean awaitRoom(int length, @Nullable Object key, Deadline deadline)
      throws InterruptedException {
    lock.lock();
    try {
      wantedBytes = length;
      wantedKey = key;
      while (!fits(length, key) && !ended) {
        if (!room.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
          return fits(length, key) || ended;
        }
      }
      return true;
    } finally {
      wantedBytes = -1;
      wantedKey = null;
      lock.unlock();
    }
  }

  /** Whether a question in flight has this key. */
  boolean has(Object key) {
    lock.lock();
    try {
      return unanswered.has(key);
    } finally {
      lock.unlock();
    }
  }

  /** For the sender, before the question goes out. */
  void add(Sent<Q> question) {
    lock.lock();
    try {
      unanswered.add(question);
      bytes += question.bytes();
    } finally {
      lock.unlock();
    }
  }

  /** For the receiver: removes the question that an answer belongs to; null if there is none. */
  @Nullable Sent<Q> answered(@Nullable Object key) {
    lock.lock();
    try {
      Sent<Q> question = unanswered.remove(key);
      if (question != null) {
        bytes -= question.bytes();
        if (wantedBytes >= 0 && fits(wantedBytes, wantedKey)) {
          room.signal();
        }
      }
      return question;
    } finally {
      lock.unlock();
    }
  }

  /** No more answers will make room: wakes the sender for good. */
  void end() {
    lock.lock();
    try {
      ended = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
