package io.standpipe.internal.ready;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads from a channel until a deadline. */
@FunctionalInterface
public interface TimedRead {
  /**
   * Reads at least one byte, at most as many as {@code into} has room for.
   *
   * @return the number of bytes read, or −1 at the end of the stream
   * @throws IOException if the channel cannot be read, or if the deadline has come with nothing
   *     read
   */
  int read(ByteBuffer into, Deadline deadline) throws IOException;
}
