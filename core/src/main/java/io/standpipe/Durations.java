package io.standpipe;

import io.standpipe.internal.ready.Watch;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Durations as nanoseconds, and as people write them. */
final class Durations {
  private Durations() {}

  /**
   * Nanoseconds, at most {@code Long.MAX_VALUE}: {@code Duration.toNanos} overflows at 292 years.
   */
  static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return duration.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }

  static long deadline(Duration fromNow) {
    long nanos = nanos(fromNow);
    return nanos == Long.MAX_VALUE ? Watch.NEVER : Watch.deadlineIn(nanos);
  }

  /** {@code 2s}, {@code 1.5s}, {@code 250ms}, {@code 1m30s}. */
  static String text(Duration duration) {
    if (nanos(duration) == Long.MAX_VALUE) {
      return "more than 292 years";
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos(duration));
    if (millis < 1000) {
      return millis + "ms";
    }
    return duration
        .truncatedTo(java.time.temporal.ChronoUnit.MILLIS)
        .toString()
        .substring(2)
        .toLowerCase(java.util.Locale.ROOT);
  }
}
