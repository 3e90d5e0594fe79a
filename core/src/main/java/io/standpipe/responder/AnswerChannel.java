package io.standpipe.responder;

import io.standpipe.PipeWriter;
import io.standpipe.error.BrokenPipeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Standard output, and whether a write has found that no process reads it any more. This is noted
 * here because a broken pipe that the user's function throws may be another one.
 */
final class AnswerChannel implements WritableByteChannel {
  private final PipeWriter out;

  /** Read and written by the thread that answers. */
  private boolean unread;

  AnswerChannel(PipeWriter out) {
    this.out = out;
  }

  boolean isUnread() {
    return unread;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    try {
      return out.write(from);
    } catch (BrokenPipeException e) {
      unread = true;
      throw e;
    }
  }

  @Override
  public boolean isOpen() {
    return out.isOpen();
  }

  @Override
  public void close() {
    out.close();
  }
}
