package io.standpipe;

import java.util.List;
import java.util.Optional;

/**
 * What the commands of a pipeline may not say, since nothing would come of it: where a stream that
 * a neighbour has goes to or comes from, and what only running a command alone obeys.
 */
final class PipelineValidation {
  private PipelineValidation() {}

  /** Refuses the first that breaks them. */
  static void check(List<Pipeline.Part> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Pipeline.Part.Program(Command command)) {
        String stage = "stage " + (i + 1) + " of a pipeline, " + command + ", ";
        checkInput(stage, command, i == 0);
        checkOutput(stage, command, i == parts.size() - 1);
        checkExpectation(stage, command.expectation().saidForItAlone());
      }
    }
  }

  private static void checkInput(String stage, Command command, boolean first) {
    Redirect input = command.redirects().getOrDefault(0, Redirect.inherit());
    if (!first && !input.isOpenToNeighbour()) {
      throw new IllegalArgumentException(
          stage
              + "reads what the stage before writes, and cannot have \""
              + input
              + "\" as its standard input; say stdin(…), input(…) of the first stage");
    }
  }

  private static void checkOutput(String stage, Command command, boolean last) {
    Redirect output = command.output();
    if (!last && !output.isOpenToNeighbour()) {
      throw new IllegalArgumentException(
          stage
              + "writes what the next stage reads, and cannot have \""
              + output
              + "\" as its standard output; say stdout(…) of the last stage, or put tee(1) or Java"
              + " code between to have it twice");
    }
  }

  private static void checkExpectation(String stage, Optional<String> said) {
    said.ifPresent(method -> {
      throw new IllegalArgumentException(
          stage
              + "has its own "
              + method
              + "(…), which counts only where it runs alone; say it of the whole, Pipeline."
              + method
              + "(…)");
    });
  }
}
