package io.standpipe.conversation;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock whose waiters take it in the order in which they came. A wait for it ends by its deadline,
 * by an interrupt, which closes the conversation as it closes a channel, and by a close: that ends
 * whatever the holder waits for, so the lock goes round, and each waiter finds the conversation
 * closed.
 */
final class FairLock {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final ConversationEnds ends;

  FairLock(ConversationEnds ends) {
    this.ends = ends;
  }

  /** Waits until this thread holds the lock; {@link #release} gives it to the next one. */
  void take(Deadline deadline, Object tried) throws IOException {
    boolean taken;
    try {
      // Reads the clock only if another thread holds the lock. Even with 0 the order is kept.
      taken =
          lock.tryLock(0, TimeUnit.NANOSECONDS)
              || lock.tryLock(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted(ends);
    }
    if (!taken) {
      throw new DeadlineExceededException(
          tried.toString(), deadline.limit(), "another thread has been at it all the time");
    }
    if (!ends.areOpen()) {
      lock.unlock();
      throw new AsynchronousCloseException();
    }
  }

  /** Takes the lock if no thread holds it. */
  boolean tryTake() {
    return lock.tryLock();
  }

  /** For a thread that is never interrupted, and that notices a close by itself. */
  void take() {
    lock.lock();
  }

  void release() {
    lock.unlock();
  }

  boolean isMine() {
    return lock.isHeldByCurrentThread();
  }

  boolean isWaitedFor() {
    return lock.hasQueuedThreads();
  }

  /** Closes the conversation, as an interrupt closes an {@code InterruptibleChannel}. */
  static ClosedByInterruptException interrupted(ConversationEnds ends) {
    Thread.currentThread().interrupt();
    ends.close();
    return new ClosedByInterruptException();
  }
}
