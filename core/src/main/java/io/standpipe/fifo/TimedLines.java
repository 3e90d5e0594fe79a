package io.standpipe.fifo;

import io.standpipe.PipeReader;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameDecoder;
import io.standpipe.framing.Framing;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines from a pipe, each by a deadline; keeps what has come of the next line. For one
 * thread.
 */
final class TimedLines {
  private static final int CHUNK = 8192;

  private final PipeReader reader;
  private final FrameDecoder decoder;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);

  TimedLines(PipeReader reader, int maxBytes) {
    this.reader = reader;
    this.decoder = Framing.lines().limit(maxBytes).decoder();
  }

  /**
   * Returns the next line that is not empty, or null at the end of the stream, even in the middle
   * of a line.
   *
   * @throws io.standpipe.error.DeadlineExceededException if the deadline passes; the next call
   *     continues with the same line
   */
  @Nullable String next(Deadline deadline) throws IOException {
    while (true) {
      for (Frame line; (line = decoder.next()) != null; ) {
        if (line.length() > 0) {
          return line.strictText();
        }
      }
      Duration left = deadline.left();
      if (reader.read(chunk.clear(), left) < 0) {
        return null;
      }
      decoder.feed(chunk.flip());
    }
  }
}
