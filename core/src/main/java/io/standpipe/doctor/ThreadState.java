package io.standpipe.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A thread at the time of a {@link Snapshot}, and what it waits for. */
public interface ThreadState {
  /** Its number. That of the main thread is the pid. */
  long tid();

  /** Its name, at most 15 bytes. */
  String name();

  /** The system call that it sleeps in, such as {@code read}; empty if it is in none. */
  String call();

  /**
   * What it waits for: any one of these ends the wait. A thread that runs, is stopped or cannot be
   * seen waits for {@link Awaited.Outside}: it may do anything. Any other thread slept all the time
   * until the snapshot was complete: it slept at the first look and at the last, and had not left
   * the processor in between.
   */
  List<Awaited> awaited();

  /** Whether the wait also ends by itself after some time. */
  boolean timed();

  /**
   * How often the thread had left the processor. If two snapshots show the same number, the thread
   * has not run between them.
   */
  long switches();

  /**
   * How long it has slept, accurate to some milliseconds; empty if it does not sleep, or if the
   * kernel does not tell (/proc/PID/sched).
   */
  Optional<Duration> asleep();
}
