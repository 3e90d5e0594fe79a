package io.standpipe;

import io.standpipe.internal.start.CommandSpec;
import java.io.IOException;

/** Runs a command to its end, as a job of one program. */
final class CommandRun {
  private CommandRun() {}

  static Output toItsEnd(CommandSpec command, RunOptions options)
      throws IOException, InterruptedException {
    try (Job job = Job.of(Child.start(command, options))) {
      UnreadPipeCheck.endInput(command, job);
      return JobAwaiter.await(job, options);
    }
  }
}
