package io.standpipe;

import java.io.IOException;
import java.time.Duration;

/** The time given for something ran out. The message says for what, and what the state was. */
public final class DeadlineExceededException extends IOException {
  private static final long serialVersionUID = 1;

  private final Duration limit;

  /**
   * For those who build on Standpipe and have limits of their own.
   *
   * @param tried what was tried, such as {@code ask "6 * 7" of bc}
   * @param limit the time that was given
   * @param state what explains it, and what to do
   */
  public DeadlineExceededException(String tried, Duration limit, String state) {
    super(tried + " timed out after " + Durations.text(limit) + ": " + state);
    this.limit = limit;
  }

  /** The time that was given. */
  public Duration limit() {
    return limit;
  }
}
