package io.standpipe;

import io.standpipe.internal.start.CommandSpec;
import java.io.IOException;

/** Runs a command to its end, as a job of one program. */
final class CommandRun {
  private CommandRun() {}

  static Output toItsEnd(CommandSpec command, RunOptions options)
      throws IOException, InterruptedException {
    return JobAwaiter.run(options, () -> start(command, options));
  }

  private static Job start(CommandSpec command, RunOptions options) throws IOException {
    Child child = Child.start(command, options);
    Job job = null;
    try {
      job = UnreadPipeCheck.endInput(command, Job.of(child));
      return job;
    } finally {
      if (job == null) {
        child.stop(StopPolicy.killAtOnce());
        child.close();
      }
    }
  }
}
