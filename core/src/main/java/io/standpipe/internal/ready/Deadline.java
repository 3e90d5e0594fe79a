package io.standpipe.internal.ready;

import java.time.Duration;

/**
 * The moment at which a call gives up, together with the time that its caller allowed. It is
 * created once, in the public call, and passed down unchanged to the wait.
 *
 * @param at the moment in {@link System#nanoTime}'s time; differences to it never overflow
 * @param limit the time that the caller allowed, for the message of an exception
 */
public record Deadline(long at, Duration limit) {
  /** 146 years, so that a sum with the clock does not overflow. */
  private static final long LONGEST_NANOS = Long.MAX_VALUE / 2;

  private static final Duration LONGEST = Duration.ofNanos(LONGEST_NANOS);

  /** Never passes. */
  public static final Deadline NEVER = after(LONGEST);

  /** Has passed: a call bound by it does what it can without waiting. */
  public static final Deadline NOW = after(Duration.ZERO);

  /** {@code limit} from now; a negative one has passed. */
  public static Deadline after(Duration limit) {
    return new Deadline(System.nanoTime() + nanos(limit), limit);
  }

  /** {@code nanos} from now, for internal waits that no exception reports. */
  public static Deadline afterNanos(long nanos) {
    return after(Duration.ofNanos(nanos));
  }

  /** {@code limit} in nanoseconds, from 0 to 146 years. */
  public static long nanos(Duration limit) {
    return limit.isNegative() ? 0 : limit.compareTo(LONGEST) > 0 ? LONGEST_NANOS : limit.toNanos();
  }

  /** This deadline or {@code other}, whichever comes first. */
  public Deadline earlier(Deadline other) {
    return other.isBefore(this) ? other : this;
  }

  /** The moment that lies {@code nanos} before this deadline. */
  public Deadline before(long nanos) {
    return isNever() ? this : new Deadline(at - nanos, limit);
  }

  public boolean isBefore(Deadline other) {
    return at - other.at < 0;
  }

  /** Whether this is {@link #NEVER}. */
  public boolean isNever() {
    return at == NEVER.at;
  }

  public boolean hasPassed() {
    return nanosLeft() == 0;
  }

  /** The nanoseconds left, at least 0; {@code Long.MAX_VALUE} for {@link #NEVER}. */
  public long nanosLeft() {
    return isNever() ? Long.MAX_VALUE : Math.max(at - System.nanoTime(), 0);
  }

  /** {@link #nanosLeft} as a duration. */
  public Duration left() {
    return Duration.ofNanos(nanosLeft());
  }
}
