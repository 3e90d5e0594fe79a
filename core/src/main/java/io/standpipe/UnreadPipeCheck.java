package io.standpipe;

import java.util.List;

/**
 * Pipes between this process and a program that is run to its end: its caller gets no {@link
 * Child}, so nobody has our sides of them. What comes from there would not be read, and nothing can
 * be written; either could be waited for without end.
 */
final class UnreadPipeCheck {
  private UnreadPipeCheck() {}

  /**
   * Refuses an output that nobody would read.
   *
   * @param outputIsTaken whether the standard output is read, or a neighbour's
   */
  static void requireNoOutput(Command command, boolean outputIsTaken) {
    command
        .redirects()
        .forEach((n, redirect) -> {
          if (n > 0 && redirect.isPipeToUs() && !(n == 1 && outputIsTaken)) {
            throw new IllegalStateException(
                "run "
                    + command
                    + " to its end: descriptor "
                    + n
                    + " is a pipe that nobody would read; leave that out, or say start() and read"
                    + " it");
          }
        });
  }

  /** The same for all programs of a pipeline. */
  static void requireNoOutput(List<Pipeline.Part> parts, boolean outputIsTaken) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Pipeline.Part.Program(Command command)) {
        requireNoOutput(command, outputIsTaken || i < parts.size() - 1);
      }
    }
  }

  /**
   * Ends the standard input that nobody can write to: nothing comes, and the child is to see that.
   *
   * @param first what the job was started from, or begins with
   */
  static void endInput(Command first, Job job) {
    if (first.redirects().getOrDefault(0, Redirect.inherit()).isPipeFromUs()) {
      job.children().getFirst().stdin().close();
    }
  }
}
