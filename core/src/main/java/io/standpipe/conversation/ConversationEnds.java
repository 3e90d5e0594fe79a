package io.standpipe.conversation;

import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The two ends of a conversation, and whether it is open. Closing them ends every wait in them.
 *
 * @param name names the other side in messages
 * @param status tells in messages how the other side has ended
 * @param detached whether the other side was let go. Its monitor orders that and a close.
 */
record ConversationEnds(
    PipeReader reader, PipeWriter writer, String name, PeerStatus status, AtomicBoolean detached) {
  ConversationEnds(PipeReader reader, PipeWriter writer, String name, PeerStatus status) {
    this(reader, writer, name, status, new AtomicBoolean());
  }

  /** The writer may be closed earlier, when everything has been sent. */
  boolean areOpen() {
    return reader.isOpen();
  }

  void ensureOpen() throws ClosedChannelException {
    if (!areOpen()) {
      throw new ClosedChannelException();
    }
  }

  /**
   * What a call throws that began while the ends were open and then found one closed: another
   * thread has closed the conversation, unless only the writer was closed.
   */
  private IOException closedMeanwhile(ClosedChannelException found) {
    boolean exact = found.getClass() == ClosedChannelException.class;
    return exact && !areOpen() ? new AsynchronousCloseException() : found;
  }

  /**
   * What a read or write throws that an interrupt or a close has ended. An interrupt closes the end
   * at which the thread waits, so it has to close the other one too.
   */
  IOException endedBy(ClosedChannelException e) {
    if (e instanceof ClosedByInterruptException) {
      close();
      return e;
    }
    return closedMeanwhile(e);
  }

  /** Closes the reader first: from then on the conversation is closed. */
  void close() {
    synchronized (detached) {
      if (detached.get()) {
        return; // the writer is no longer ours to close
      }
      try (writer) {
        reader.close();
      }
    }
  }

  /** Closes the conversation, but the other side sees neither an end nor a lost reader. */
  void detach() throws IOException {
    synchronized (detached) {
      if (areOpen()) {
        reader.drain();
        detached.set(true);
      }
    }
  }
}
