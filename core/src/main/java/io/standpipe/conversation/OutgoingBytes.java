package io.standpipe.conversation;

import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;

/** What goes to the other side, by a deadline. For the thread that holds the lock for writing. */
final class OutgoingBytes implements WritableByteChannel {
  private final ConversationEnds ends;
  private Deadline deadline = Deadline.NOW;

  OutgoingBytes(ConversationEnds ends) {
    this.ends = ends;
  }

  void deadline(Deadline next) {
    deadline = next;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    try {
      return ends.writer().write(from, deadline.left());
    } catch (ClosedChannelException e) {
      throw ends.endedBy(e);
    }
  }

  @Override
  public boolean isOpen() {
    return ends.writer().isOpen();
  }

  @Override
  public void close() {
    ends.writer().close();
  }

  @Override
  public String toString() {
    return ends.writer().toString();
  }
}
