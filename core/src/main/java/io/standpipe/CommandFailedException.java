package io.standpipe;

import java.io.IOException;

/** A program ended otherwise than was declared fine: see {@link Command#success}. */
public final class CommandFailedException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient ExitStatus status;
  private final transient Command command;
  private final String errorTail;

  CommandFailedException(Command command, ExitStatus status, String errorTail) {
    super(
        "command "
            + command
            + " "
            + status
            + (errorTail.isBlank() ? "" : ": " + errorTail.strip()));
    this.status = status;
    this.command = command;
    this.errorTail = errorTail;
  }

  /** How it ended. */
  public ExitStatus status() {
    return status;
  }

  /** What was run. */
  public Command command() {
    return command;
  }

  /** The last it wrote to its standard error; empty where that was not ours to read. */
  public String errorTail() {
    return errorTail;
  }
}
