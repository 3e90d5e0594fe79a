package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.internal.CheckReturnValue;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.Durations;
import java.time.Duration;

/**
 * What to do when a program has ended but a descendant of it, such as a daemon, still holds its
 * output open. The end of the stream comes when the last of them closes it.
 */
@CheckReturnValue
public final class LateOutput {
  private static final LateOutput AWAIT_END = new LateOutput("await end", Duration.ZERO);
  private static final LateOutput DETACH = new LateOutput("detach", Duration.ZERO);

  private final String text;
  private final Duration quiet;

  private LateOutput(String text, Duration quiet) {
    this.text = text;
    this.quiet = quiet;
  }

  /** Wait for the end of the stream: nothing is lost. The default. */
  public static LateOutput awaitEnd() {
    return AWAIT_END;
  }

  /**
   * Wait until nothing has come for {@code quiet}, or the stream has ended. What comes later is
   * read and dropped, so that its writer does not die of SIGPIPE; {@link Output#stillOpen} names
   * the processes that may write it.
   */
  public static LateOutput linger(Duration quiet) {
    requireNonNull(quiet, "quiet");
    if (quiet.isNegative()) {
      throw new IllegalArgumentException("quiet time ≥ 0 expected: " + quiet);
    }
    return new LateOutput("linger " + Durations.text(quiet), quiet);
  }

  /** Take what was written before the exit; what comes later is treated as by {@link #linger}. */
  public static LateOutput detach() {
    return DETACH;
  }

  boolean untilEnd() {
    return this == AWAIT_END;
  }

  long quietNanos() {
    return Deadline.nanos(quiet);
  }

  @Override
  public String toString() {
    return text;
  }
}
