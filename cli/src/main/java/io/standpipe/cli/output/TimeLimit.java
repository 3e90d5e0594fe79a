package io.standpipe.cli.output;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The time that a whole command may take, from now on; or no limit. */
public final class TimeLimit {
  public static final Duration UNLIMITED = Duration.ofSeconds(Long.MAX_VALUE);

  private final Duration limit;
  private final long start = System.nanoTime();

  private final Duration grace;

  private TimeLimit(Duration limit, Duration grace) {
    this.limit = limit;
    this.grace = grace;
  }

  public static TimeLimit startingNow(Optional<Duration> limit) {
    return startingNow(limit, Duration.ZERO);
  }

  /**
   * One that is held a little later than it is told.
   *
   * @param grace for somebody who has the same limit, and more to say about it
   */
  public static TimeLimit startingNow(Optional<Duration> limit, Duration grace) {
    return new TimeLimit(limit.orElse(UNLIMITED), limit.isPresent() ? grace : Duration.ZERO);
  }

  /** Zero when it has passed. */
  public Duration remaining() {
    Duration left = limit.plus(grace).minusNanos(System.nanoTime() - start);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** It has passed: what was tried, and what the state was. */
  public ExitException exceeded(String tried, String state) {
    // PT1M30S
    String text = limit.toString().substring(2).toLowerCase(Locale.ROOT);
    return new ExitException(
        ExitCode.TIMED_OUT, tried + " timed out after " + text + ": " + state, null);
  }
}
