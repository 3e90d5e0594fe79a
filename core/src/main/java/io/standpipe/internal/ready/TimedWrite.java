package io.standpipe.internal.ready;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes to a channel until a deadline. */
@FunctionalInterface
public interface TimedWrite {
  /**
   * Writes everything that {@code from} has left.
   *
   * @return the number of bytes written
   * @throws IOException if the channel cannot be written to, or if the deadline has come first; the
   *     buffer's position then shows how many bytes the channel has taken
   */
  int write(ByteBuffer from, Deadline deadline) throws IOException;
}
