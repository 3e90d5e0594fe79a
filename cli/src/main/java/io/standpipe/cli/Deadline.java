package io.standpipe.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The time that a whole command may take, from now on; or no limit. */
final class Deadline {
  static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final Duration limit;
  private final long start = System.nanoTime();

  private final Duration grace;

  private Deadline(Duration limit, Duration grace) {
    this.limit = limit;
    this.grace = grace;
  }

  static Deadline in(Optional<Duration> limit) {
    return in(limit, Duration.ZERO);
  }

  /**
   * One that is held a little later than it is told.
   *
   * @param grace for somebody who has the same limit, and more to say about it
   */
  static Deadline in(Optional<Duration> limit, Duration grace) {
    return new Deadline(limit.orElse(FOR_EVER), limit.isPresent() ? grace : Duration.ZERO);
  }

  /** Zero when it has passed. */
  Duration left() {
    Duration left = limit.plus(grace).minusNanos(System.nanoTime() - start);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** It has passed: what was tried, and what the state was. */
  CommandFailure passed(String tried, String state) {
    // PT1M30S
    String text = limit.toString().substring(2).toLowerCase(Locale.ROOT);
    return new CommandFailure(
        ExitCode.TIMED_OUT, tried + " timed out after " + text + ": " + state, null);
  }
}
