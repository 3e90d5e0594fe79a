package io.standpipe.conversation;

import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;

/**
 * The two ends that a conversation goes through, and whether it is open. To close them ends every
 * wait in them.
 *
 * @param name of the other side, for messages
 * @param fate of the other side, for messages
 */
record ConversationEnds(PipeReader reader, PipeWriter writer, String name, PeerStatus fate) {
  /** The writer may be closed before, when we have said all. */
  boolean areOpen() {
    return reader.isOpen();
  }

  void ensureOpen() throws ClosedChannelException {
    if (!areOpen()) {
      throw new ClosedChannelException();
    }
  }

  /**
   * What a call that began while they were open throws, where it finds an end closed: somebody has
   * closed them meanwhile, but for a writer that was closed by itself.
   */
  IOException closedMeanwhile(ClosedChannelException found) {
    boolean exact = found.getClass() == ClosedChannelException.class;
    return exact && !areOpen() ? new AsynchronousCloseException() : found;
  }

  /** The reader first: from then on they are closed. */
  void close() {
    try (writer) {
      reader.close();
    }
  }
}
