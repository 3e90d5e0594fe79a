package io.standpipe.cli.output;

import io.standpipe.internal.text.Durations;
import java.time.Duration;
import java.util.Optional;

/** The time that a whole command may take, counted from the creation of this object. */
public final class TimeLimit {
  /** No limit, for calls that take a duration. */
  public static final Duration UNLIMITED = Duration.ofSeconds(Long.MAX_VALUE);

  private final Duration limit;
  private final Duration grace;
  private final long start = System.nanoTime();

  private TimeLimit(Duration limit, Duration grace) {
    this.limit = limit;
    this.grace = grace;
  }

  /** An empty {@code limit} never passes. */
  public static TimeLimit startingNow(Optional<Duration> limit) {
    return startingNow(limit, Duration.ZERO);
  }

  /**
   * A limit that passes later than the user asked for, while messages name the user's limit.
   *
   * @param grace how much later: time for a part of the command that observes the same limit
   *     itself, and can say more about what was under way
   */
  public static TimeLimit startingNow(Optional<Duration> limit, Duration grace) {
    return new TimeLimit(limit.orElse(UNLIMITED), limit.isPresent() ? grace : Duration.ZERO);
  }

  /** The time left, zero once the limit has passed. */
  public Duration remaining() {
    Duration left = limit.plus(grace).minusNanos(System.nanoTime() - start);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** The failure to throw once the limit has passed: what was tried, and the state at that time. */
  public ExitException exceeded(String tried, String state) {
    return new ExitException(
        ExitCode.TIMED_OUT,
        tried + " timed out after " + Durations.text(limit) + ": " + state,
        null);
  }
}
