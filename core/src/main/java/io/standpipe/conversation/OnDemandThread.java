package io.standpipe.conversation;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * A virtual thread that exists only while there is work.
 *
 * <p>A thread that adds work calls {@link #start} afterwards. Work that is added after the last
 * round finds {@code running} true, and is found by the check that follows when {@code running} has
 * become false: one of the two threads sees what the other did.
 */
final class OnDemandThread {
  private final String name;
  private final BooleanSupplier hasWork;
  private final Runnable work;
  private final AtomicBoolean running = new AtomicBoolean();

  /**
   * @param work works until there is nothing left to do; should not throw, but if it does, the next
   *     {@link #start} starts another thread
   */
  OnDemandThread(String name, BooleanSupplier hasWork, Runnable work) {
    this.name = name;
    this.hasWork = hasWork;
    this.work = work;
  }

  /** Starts the thread, unless it runs. */
  void start() {
    if (running.compareAndSet(false, true)) {
      boolean started = false;
      try {
        Thread.ofVirtual().name(name).start(this::run);
        started = true;
      } finally {
        if (!started) {
          running.set(false); // no memory for a thread; the caller sees it
        }
      }
    }
  }

  private void run() {
    do {
      try {
        work.run();
      } finally {
        running.set(false);
      }
    } while (hasWork.getAsBoolean() && running.compareAndSet(false, true));
  }
}
