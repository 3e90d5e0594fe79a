package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.internal.tree.StopLimits;
import java.time.Duration;

/**
 * How a child is stopped, step by step, each with a limit: close its standard input and wait;
 * SIGTERM and wait; SIGKILL and wait. Once everything has ended, the remaining steps are left out.
 * SIGTERM and SIGKILL go to the child and to all of its descendants that can be found.
 *
 * @param afterInputClosed how long it may take to end by itself; skipped if we hold no input, or if
 *     zero: SIGTERM then follows at once
 * @param afterTerm how long after SIGTERM; zero sends none
 * @param afterKill how long the system may take to end it after SIGKILL
 */
public record StopPolicy(Duration afterInputClosed, Duration afterTerm, Duration afterKill) {
  private static final Duration KILLED = Duration.ofSeconds(5);
  private static final StopPolicy GENTLE =
      new StopPolicy(Duration.ofSeconds(2), Duration.ofSeconds(10), KILLED);
  private static final StopPolicy STANDARD =
      new StopPolicy(Duration.ofMillis(250), Duration.ofSeconds(2), KILLED);
  private static final StopPolicy AT_LIMIT =
      new StopPolicy(Duration.ZERO, STANDARD.afterTerm, KILLED);
  private static final StopPolicy AT_ONCE = new StopPolicy(Duration.ZERO, Duration.ZERO, KILLED);

  /** Checks the limits. */
  public StopPolicy {
    requireNonNull(afterInputClosed, "afterInputClosed");
    requireNonNull(afterTerm, "afterTerm");
    requireNonNull(afterKill, "afterKill");
    if (afterInputClosed.isNegative() || afterTerm.isNegative() || afterKill.isNegative()) {
      throw new IllegalArgumentException(
          "limits ≥ 0 expected: " + afterInputClosed + ", " + afterTerm + ", " + afterKill);
    }
  }

  /** 2 s, 10 s, 5 s: for programs that clean up, such as databases. */
  public static StopPolicy gentle() {
    return GENTLE;
  }

  /** 250 ms, 2 s, 5 s. */
  public static StopPolicy standard() {
    return STANDARD;
  }

  /** SIGKILL at once. */
  public static StopPolicy killAtOnce() {
    return AT_ONCE;
  }

  /** At a time limit: the input is closed and SIGTERM sent at once; then as {@link #standard}. */
  static StopPolicy atLimit() {
    return AT_LIMIT;
  }

  StopLimits limits() {
    return new StopLimits(afterInputClosed, afterTerm, afterKill);
  }
}
