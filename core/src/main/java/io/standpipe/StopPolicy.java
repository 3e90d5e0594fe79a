package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.internal.text.Escaping;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a child is stopped, rung by rung, each with a limit: close its standard input and wait;
 * SIGTERM and wait; SIGKILL and wait. A rung that is not needed is not climbed. SIGTERM and SIGKILL
 * go to the child and to all its descendants that can be found.
 *
 * @param afterInputClosed how long it may take to end by itself; passed over when we hold no input
 * @param afterTerm how long after SIGTERM
 * @param afterKill how long the system may take to end it after SIGKILL
 */
public record StopPolicy(Duration afterInputClosed, Duration afterTerm, Duration afterKill) {
  private static final StopPolicy STANDARD =
      new StopPolicy(Duration.ofMillis(250), Duration.ofSeconds(2), Duration.ofSeconds(5));
  private static final StopPolicy AT_ONCE =
      new StopPolicy(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5));

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

  /** 250 ms, 2 s, 5 s. */
  public static StopPolicy standard() {
    return STANDARD;
  }

  /** SIGKILL at once. */
  public static StopPolicy killAtOnce() {
    return AT_ONCE;
  }

  /**
   * How the stopping went.
   *
   * @param status how the child ended; empty if it has not (it sleeps in the kernel, say)
   * @param survivors who is still there: the child, if it has not ended, and descendants
   */
  public record Report(Optional<ExitStatus> status, List<Survivor> survivors) {
    /** Keeps a copy. */
    public Report {
      survivors = List.copyOf(survivors);
    }

    /** Whether nothing is left. */
    public boolean isComplete() {
      return status.isPresent() && survivors.isEmpty();
    }
  }

  /**
   * A process that is still there after the last rung.
   *
   * @param pid its number
   * @param command its command line
   * @param reason why it could not be stopped, as far as the system tells
   */
  public record Survivor(long pid, String command, String reason) {
    /** {@code 797 (python3 child.py): this user may not signal it}. */
    @Override
    public String toString() {
      return pid + " (" + Escaping.line(List.of(command)) + "): " + reason;
    }
  }
}
