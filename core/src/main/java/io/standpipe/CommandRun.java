package io.standpipe;

import io.standpipe.internal.start.CommandSpec;
import java.io.IOException;

/** Runs a command to its end, as a job of one program. */
final class CommandRun {
  private CommandRun() {}

  static Output toItsEnd(CommandSpec command, RunOptions options)
      throws IOException, InterruptedException {
    return JobAwaiter.run(
        options, () -> UnreadPipeCheck.endInput(command, Job.of(Child.start(command, options))));
  }
}
