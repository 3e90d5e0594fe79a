package io.standpipe.conversation;

import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import java.nio.channels.ClosedChannelException;

/**
 * The two ends that a conversation goes through, and whether it is open. To close them ends every
 * wait in them.
 *
 * @param name of the other side, for messages
 */
record Ends(PipeReader reader, PipeWriter writer, String name) {
  /** The writer may be closed before, when we have said all. */
  boolean areOpen() {
    return reader.isOpen();
  }

  void ensureOpen() throws ClosedChannelException {
    if (!areOpen()) {
      throw new ClosedChannelException();
    }
  }

  void close() {
    try (reader) {
      writer.close();
    }
  }
}
