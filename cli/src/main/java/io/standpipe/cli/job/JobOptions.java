package io.standpipe.cli.job;

import io.standpipe.StopPolicy;
import io.standpipe.cli.output.TimeLimit;
import java.time.Duration;

/**
 * How programs are run.
 *
 * @param limit how long they may take
 * @param grace how long they have to end when they are told to
 * @param onDeadlock what to do about a deadlock of theirs
 * @param ctrlC what handles SIGINT
 */
public record JobOptions(TimeLimit limit, Duration grace, OnDeadlock onDeadlock, CtrlC ctrlC) {
  private static final Duration KILLED = Duration.ofSeconds(5);

  /** What handles SIGINT. */
  public enum CtrlC {
    /** {@link JobRunner}. */
    JOB,
    /** The terminal's line editor, to which it is a key; it sends SIGINT to the program. */
    EDITOR
  }

  /** With SIGINT as every command handles it that edits no lines. */
  public JobOptions(TimeLimit limit, Duration grace, OnDeadlock onDeadlock) {
    this(limit, grace, onDeadlock, CtrlC.JOB);
  }

  /** Closes their input and sends SIGTERM at once, and SIGKILL after the grace. */
  StopPolicy stop() {
    return new StopPolicy(Duration.ZERO, grace, KILLED);
  }
}
