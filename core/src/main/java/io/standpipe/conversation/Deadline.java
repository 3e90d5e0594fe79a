package io.standpipe.conversation;

import java.time.Duration;

/**
 * Until when something may take, and the time that was given for it.
 *
 * @param at by {@link System#nanoTime}
 */
record Deadline(long at, Duration limit) {
  /** 146 years: sums with the clock do not overflow. */
  private static final long LONGEST_NANOS = Long.MAX_VALUE / 2;

  private static final Duration LONGEST = Duration.ofNanos(LONGEST_NANOS);

  /** Never passes. */
  static final Deadline NEVER = in(LONGEST);

  /** Has passed: what is bound by it does what it can without waiting. */
  static final Deadline NOW = in(Duration.ZERO);

  static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime() + nanos(limit), limit);
  }

  static long nanos(Duration limit) {
    return limit.isNegative() ? 0 : limit.compareTo(LONGEST) > 0 ? LONGEST_NANOS : limit.toNanos();
  }

  Deadline orEarlier(Deadline other) {
    return other.at - at < 0 ? other : this;
  }

  boolean isBefore(Deadline other) {
    return at - other.at < 0;
  }

  boolean isOver() {
    return nanosLeft() == 0;
  }

  long nanosLeft() {
    return Math.max(at - System.nanoTime(), 0);
  }

  Duration left() {
    return Duration.ofNanos(nanosLeft());
  }
}
