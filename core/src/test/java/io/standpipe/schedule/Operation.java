package io.standpipe.schedule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One thing that a thread does in a schedule. */
sealed interface Operation {
  /** An end of the pipe. */
  enum Side {
    READER,
    WRITER
  }

  /** Reads at most so many bytes. */
  record Read(int bytes, @Nullable Duration limit) implements Operation {}

  /** Writes so many bytes, which tell that they are of this operation. */
  record Write(int id, int bytes, @Nullable Duration limit) implements Operation {}

  /** Closes an end. */
  record Close(Side side) implements Operation {}

  /** Interrupts a thread of the schedule. */
  record Interrupt(int thread) implements Operation {}

  /** Does nothing for a moment. */
  record Pause(int spins) implements Operation {}
}
