package io.standpipe;

import io.standpipe.error.BrokenPipeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Everything from one end to another, up to the end of the stream: a lot at a time by {@code
 * splice}, where both are pipes; otherwise, and where little is there, through a buffer.
 */
final class Transfer {
  private static final int CHUNK = 64 * 1024;

  private final PipeReader from;
  private final PipeWriter to;
  private final WaitOptions reading;
  private final WaitOptions writing;
  private final Splice splice;
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
  private long moved;

  Transfer(PipeReader from, PipeWriter to) {
    this.from = from;
    this.to = to;
    this.reading = WaitOptions.needing(List.of(to.end.watch));
    this.writing = WaitOptions.needing(List.of(from.end.watch));
    this.splice = new Splice(from, to, writing);
  }

  /** How many bytes. */
  long run() throws IOException {
    if (Splice.isPossible(from, to)) {
      for (int there; (there = from.awaitBytes(reading)) > 0; ) {
        if (there < Splice.LEAST) {
          copy();
        } else {
          splice();
        }
      }
    } else {
      while (copy()) {}
    }
    return moved;
  }

  private void splice() throws IOException {
    moved += splice.moveOn();
    if (splice.isBroken()) {
      throw new BrokenPipeException("write to " + to.end.of, moved);
    }
  }

  /** False at the end of the stream. */
  private boolean copy() throws IOException {
    if (from.read(chunk.clear(), reading) < 0) {
      return false;
    }
    moved += chunk.flip().remaining();
    to.write(chunk, writing);
    return true;
  }
}
