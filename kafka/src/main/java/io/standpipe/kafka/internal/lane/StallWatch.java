package io.standpipe.kafka.internal.lane;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Notices that this process stood still: it was suspended, or its machine was. Time limits pass
 * meanwhile, and no record is to blame. For the lane's thread.
 */
final class StallWatch {
  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final long limitNanos;
  private final long gapNanos;
  private long last = System.nanoTime();
  private long end;
  private boolean stalled;

  /**
   * @param limit the time limit that a gap may have used up
   */
  StallWatch(Duration limit) {
    this.limitNanos = limit.toNanos();
    this.gapNanos = Math.max(LEAST_NANOS, limitNanos / 4);
  }

  /** The lane takes a step; it does so several times a second. */
  void step() {
    long now = System.nanoTime();
    if (now - last > gapNanos) {
      stalled = true;
      end = now;
    }
    last = now;
  }

  /** Whether a limit that passes now may have begun before a gap, or in one. */
  boolean isNear() {
    step();
    return stalled && System.nanoTime() - end < limitNanos;
  }
}
