package io.standpipe;

import io.standpipe.internal.start.CommandSpec;
import java.util.List;

/**
 * Pipes between this process and a program that is run to its end. Its caller gets no {@link
 * Child}, so no code has our sides of these pipes: output there would not be read, and nothing
 * could be written. Either could be waited for without end.
 */
final class UnreadPipeCheck {
  /** What happens to a program's standard output. */
  enum StandardOutput {
    /** It is kept, or a neighbour reads it. */
    TAKEN,
    /** It goes where its command says. */
    LEFT
  }

  private UnreadPipeCheck() {}

  /** Refuses an output that no code would read. */
  static void requireNoOutput(CommandSpec command, StandardOutput standard) {
    command
        .redirects()
        .forEach((n, redirect) -> {
          boolean taken = n == 1 && standard == StandardOutput.TAKEN;
          if (n > 0 && redirect.isPipeToUs() && !taken) {
            throw new IllegalStateException(
                "run "
                    + command
                    + " to its end: descriptor "
                    + n
                    + " is a pipe that no code would read; leave that out, or use start() and read"
                    + " it");
          }
        });
  }

  /** Refuses such an output of any program of a pipeline. */
  static void requireNoOutput(List<PipelinePart> parts, StandardOutput ofLast) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof PipelinePart.Program(CommandSpec command, RunOptions options)) {
        requireNoOutput(command, i < parts.size() - 1 ? StandardOutput.TAKEN : ofLast);
      }
    }
  }

  /**
   * Ends the standard input that no code can write to: nothing will come, and the child should see
   * that. Returns the job.
   *
   * @param first what the job was started from, or begins with
   */
  static Job endInput(CommandSpec first, Job job) {
    if (first.redirect(0).isPipeFromUs()) {
      job.children().getFirst().stdin().close();
    }
    return job;
  }

  /** Refuses to read an output that goes elsewhere: nothing would be left to read. */
  static void requireReadable(CommandSpec command) {
    if (!command.redirect(1).isOursToKeep()) {
      throw new IllegalStateException(
          "read the output of "
              + command
              + ": it goes elsewhere, \""
              + command.redirect(1)
              + "\"; leave stdout(…) out, or use run() or capture() and look there");
    }
  }
}
