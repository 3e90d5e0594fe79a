package io.standpipe.internal.proc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A thread and what it waits for, as the files under /proc/PID/task/TID show it.
 *
 * @param tid its number; that of the main thread is the pid
 * @param name its name, at most 15 bytes
 * @param waiting what it waits for
 * @param switches how often the thread had left the processor: if two snapshots show the same
 *     number, the thread has not run between them
 * @param asleep how long it has slept, accurate to some milliseconds; empty if it does not sleep,
 *     or if the kernel does not tell (/proc/PID/sched)
 */
public record SeenThread(
    long tid, String name, Wait waiting, long switches, Optional<Duration> asleep) {

  /** The system call that it sleeps in, such as {@code read}; empty if it is in none. */
  public String call() {
    return waiting.call();
  }

  /**
   * What it waits for: any one of these ends the wait. A thread that runs, is stopped or cannot be
   * seen waits for {@link Awaited.Outside}: it may do anything. Any other thread slept all the time
   * until the snapshot was complete: it slept at the first look and at the last, and had not left
   * the processor in between.
   */
  public List<Awaited> awaited() {
    return waiting.awaited();
  }

  /** Whether the wait also ends by itself after some time. */
  public boolean timed() {
    return waiting.timed();
  }
}
