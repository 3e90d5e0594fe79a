package io.standpipe.internal.io;

import io.standpipe.internal.ready.Deadline;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How often threads have parked at an end, for the doctor: what context switches are to a process.
 * Written by the thread that has the end's turn, read by any.
 */
public final class ParkRecord {
  /** Odd while a thread is parked. */
  private final AtomicLong count = new AtomicLong();

  private volatile boolean forEver;

  ParkRecord() {}

  void begin(Deadline deadline) {
    forEver = deadline.isNever();
    count.incrementAndGet();
  }

  void end() {
    count.incrementAndGet();
  }

  /** Grows with each park and each wake-up. */
  public long count() {
    return count.get();
  }

  /** Whether a thread was parked when the count had this value. */
  public static boolean isParked(long count) {
    return count % 2 != 0;
  }

  /** Whether the last thread that parked set no limit. */
  public boolean isForEver() {
    return forEver;
  }
}
