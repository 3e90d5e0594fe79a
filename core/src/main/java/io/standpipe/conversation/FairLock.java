package io.standpipe.conversation;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Something that one thread does at a time; the others wait in the order in which they came. A wait
 * ends by the deadline, by an interrupt, which closes the conversation as it closes a channel, and
 * by a close: that ends whatever the one at it waits for, so the turn goes round, and each finds
 * the conversation closed.
 */
final class FairLock {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final ConversationEnds ends;

  FairLock(ConversationEnds ends) {
    this.ends = ends;
  }

  /** Waits for the turn of this thread, {@link #leave} gives it on. */
  void take(Deadline deadline, Object tried) throws IOException {
    boolean taken;
    try {
      // The clock is asked only where there is somebody to wait for. Zero: in its turn all the
      // same.
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

  /** Takes the turn if it is nobody's. */
  boolean tryTake() {
    return lock.tryLock();
  }

  /** For a thread that nobody interrupts, and that finds out about a close by itself. */
  void take() {
    lock.lock();
  }

  void leave() {
    lock.unlock();
  }

  boolean isMine() {
    return lock.isHeldByCurrentThread();
  }

  boolean isWaitedFor() {
    return lock.hasQueuedThreads();
  }

  /** As {@code InterruptibleChannel} has it. */
  static ClosedByInterruptException interrupted(ConversationEnds ends) {
    Thread.currentThread().interrupt();
    ends.close();
    return new ClosedByInterruptException();
  }
}
