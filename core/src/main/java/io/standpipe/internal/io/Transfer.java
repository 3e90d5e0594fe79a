package io.standpipe.internal.io;

import static io.standpipe.internal.io.WriteEnd.WRITE;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Moves everything from one end to another, up to the end of the stream: large amounts by {@code
 * splice} where both are pipes, everything else through a buffer.
 */
public final class Transfer {
  private static final int CHUNK = 64 * 1024;

  private final ReadEnd from;
  private final WriteEnd to;
  private final WaitOptions reading;
  private final WaitOptions writing;
  private final Splice splice;
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
  private long moved;

  public Transfer(ReadEnd from, WriteEnd to, Deadline deadline) {
    this.from = from;
    this.to = to;
    this.reading = new WaitOptions(deadline, List.of(to.wait));
    this.writing = new WaitOptions(deadline, List.of(from.wait));
    this.splice = new Splice(from, to, writing);
  }

  /** Returns the number of bytes moved. */
  public long run() throws IOException {
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
      throw new BrokenPipeException(WRITE + " " + to.of(), moved);
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
