package io.standpipe.conversation;

import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;

/**
 * What comes from the other side: first what was read and handed back, then the pipe. Each read
 * obeys the deadline of the call in progress. For the thread that holds the lock for reading.
 */
final class IncomingBytes implements ReadableByteChannel {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ConversationEnds ends;
  private ByteBuffer handedBack = NOTHING;
  private Deadline deadline = Deadline.NOW;

  IncomingBytes(ConversationEnds ends) {
    this.ends = ends;
  }

  void deadline(Deadline next) {
    deadline = next;
  }

  /** Puts these bytes before everything that was handed back already. */
  void handBack(byte[] bytes) {
    ByteBuffer all = ByteBuffer.allocate(bytes.length + handedBack.remaining());
    handedBack = all.put(bytes).put(handedBack).flip();
  }

  /** Whether a read would return something at once, as far as can be known. */
  boolean hasMore() throws IOException {
    return handedBack.hasRemaining() || ends.reader().available() > 0;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!handedBack.hasRemaining()) {
      return readPipe(into);
    }
    int n = Math.min(into.remaining(), handedBack.remaining());
    into.put(handedBack.slice(handedBack.position(), n));
    handedBack.position(handedBack.position() + n);
    if (!handedBack.hasRemaining()) {
      handedBack = NOTHING;
    }
    return n;
  }

  private int readPipe(ByteBuffer into) throws IOException {
    try {
      return ends.reader().read(into, deadline.left());
    } catch (ClosedChannelException e) {
      throw ends.endedBy(e);
    }
  }

  @Override
  public boolean isOpen() {
    return ends.reader().isOpen();
  }

  @Override
  public void close() {
    ends.reader().close();
  }

  @Override
  public String toString() {
    return ends.reader().toString();
  }
}
