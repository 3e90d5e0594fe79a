package io.standpipe;

import io.standpipe.internal.io.StageRunner;
import io.standpipe.internal.start.CommandSpec;

/** What may stand in a pipeline. */
sealed interface PipelinePart {
  /** A program. */
  record Program(CommandSpec spec, RunOptions options) implements PipelinePart {
    @Override
    public String toString() {
      return spec.toString();
    }
  }

  /** Java code. */
  record Code(StageRunner.Code code) implements PipelinePart {
    @Override
    public String toString() {
      return "a Java stage";
    }
  }
}
