package io.standpipe.kafka.internal.service;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a partner that close interrupts, while the work that follows such a wait goes on to its
 * end. For one thread that waits, which no other code interrupts.
 *
 * <p>A close before the wait finds {@code closed} set; a close during it interrupts; and an
 * interrupt that comes when the partner has just been found is taken back, under the same monitor,
 * so it does not hit the work.
 */
public final class InterruptibleWait {
  private @Nullable Thread waiting;
  private boolean closed;

  /** What waits. */
  @FunctionalInterface
  public interface Wait<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Runs it, unless close has been called.
   *
   * @throws InterruptedException if close was called before its end
   */
  public <T> T run(Wait<T> wait) throws IOException, InterruptedException {
    synchronized (this) {
      if (closed) {
        throw new InterruptedException("closed");
      }
      waiting = Thread.currentThread();
    }
    try {
      return wait.run();
    } finally {
      synchronized (this) {
        waiting = null;
        var _ = Thread.interrupted();
      }
    }
  }

  /** Ends the wait under way, and every later one before it begins. */
  public synchronized void close() {
    closed = true;
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  public synchronized boolean isClosed() {
    return closed;
  }
}
