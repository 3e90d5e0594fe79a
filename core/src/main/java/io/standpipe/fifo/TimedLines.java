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

/** Lines from a pipe, each with a limit; what has come of the next one is kept. For one thread. */
final class TimedLines {
  private static final int CHUNK = 8192;

  private final PipeReader reader;
  private final FrameDecoder decoder;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);

  TimedLines(PipeReader reader, int longest) {
    this.reader = reader;
    this.decoder = Framing.lines().limit(longest).decoder();
  }

  /**
   * The next line that is not empty; null where the stream has ended, in the middle of one too.
   *
   * @throws io.standpipe.error.DeadlineExceededException when the time has passed; the next call
   *     goes on
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
