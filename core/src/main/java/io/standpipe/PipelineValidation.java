package io.standpipe;

import io.standpipe.internal.start.CommandSpec;
import io.standpipe.internal.start.RedirectSpec;
import java.util.List;

/**
 * What the commands of a pipeline may not ask for, because it would have no effect: another place
 * for a stream that a neighbour has, and options that only a command that runs alone obeys.
 */
final class PipelineValidation {
  private PipelineValidation() {}

  /** Refuses the first command that asks for such a thing. */
  static void check(List<PipelinePart> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof PipelinePart.Program(CommandSpec command, RunOptions options)) {
        String stage = "stage " + (i + 1) + " of a pipeline, " + command + ", ";
        if (i > 0) {
          checkInput(stage, command);
        }
        if (i < parts.size() - 1) {
          checkOutput(stage, command);
        }
        checkOptions(stage, options);
      }
    }
  }

  private static void checkInput(String stage, CommandSpec command) {
    RedirectSpec input = command.redirect(0);
    if (!input.isOpenToNeighbour()) {
      throw new IllegalArgumentException(
          stage
              + "reads what the stage before writes, and cannot have \""
              + input
              + "\" as its standard input; use stdin(…) or input(…) of the first stage");
    }
  }

  private static void checkOutput(String stage, CommandSpec command) {
    RedirectSpec output = command.redirect(1);
    if (!output.isOpenToNeighbour()) {
      throw new IllegalArgumentException(
          stage
              + "writes what the next stage reads, and cannot have \""
              + output
              + "\" as its standard output; use stdout(…) of the last stage, or put tee(1) or Java"
              + " code between to have it twice");
    }
  }

  private static void checkOptions(String stage, RunOptions options) {
    options
        .setForRuns()
        .ifPresent(method -> {
          throw new IllegalArgumentException(
              stage
                  + "has its own "
                  + method
                  + "(…), which only a command that runs alone obeys; use Pipeline."
                  + method
                  + "(…) for the whole");
        });
  }
}
