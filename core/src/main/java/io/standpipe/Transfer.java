package io.standpipe;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Everything from one end to another, up to the end of the stream: a lot at a time by {@code
 * splice}, where both are pipes; otherwise, and where little is there, through a buffer.
 */
final class Transfer {
  private static final int CHUNK = 64 * 1024;

  private final PipeReader from;
  private final PipeWriter to;
  private final Splice splice;
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
  private long moved;

  Transfer(PipeReader from, PipeWriter to) {
    this.from = from;
    this.to = to;
    this.splice = new Splice(from, to);
  }

  /** How many bytes. */
  long run() throws IOException {
    if (Splice.isPossible(from, to)) {
      for (int there; (there = from.awaitBytes()) > 0; ) {
        if (there < Splice.LEAST) {
          copy();
        } else {
          splice(there);
        }
      }
    } else {
      while (copy()) {}
    }
    return moved;
  }

  private void splice(int bytes) throws IOException {
    moved += splice.move(bytes);
    if (splice.isBroken()) {
      throw new BrokenPipeException("write to " + to.end.of, moved);
    }
  }

  /** False at the end of the stream. */
  private boolean copy() throws IOException {
    if (from.read(chunk.clear()) < 0) {
      return false;
    }
    moved += chunk.flip().remaining();
    to.write(chunk);
    return true;
  }
}
