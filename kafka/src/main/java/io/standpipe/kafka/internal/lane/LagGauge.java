package io.standpipe.kafka.internal.lane;

import java.util.concurrent.TimeUnit;

/** Looks up a lane's lag once a second, because a consumer's thread has to be asked for it. */
final class LagGauge {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Assignment assignment;
  private final LaneCounters counters;
  private long last = System.nanoTime() - EVERY_NANOS;

  LagGauge(Assignment assignment, LaneCounters counters) {
    this.assignment = assignment;
    this.counters = counters;
  }

  /** Looks, if it is time; counts what was fetched and not sent on, too. */
  void observe() {
    long now = System.nanoTime();
    if (now - last >= EVERY_NANOS) {
      last = now;
      counters.lag = assignment.lag() + counters.inFlight;
    }
  }
}
