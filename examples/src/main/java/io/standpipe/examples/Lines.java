package io.standpipe.examples;

import io.standpipe.PipeReader;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Lines from a pipe, each with a limit, which a {@code BufferedReader} cannot give. */
final class Lines {
  private static final int CHUNK = 4096;

  private final PipeReader reader;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  Lines(PipeReader reader) {
    this.reader = reader;
  }

  /**
   * The next line, without its end.
   *
   * @throws EOFException at the end of the stream, also in the middle of a line
   * @throws io.standpipe.error.DeadlineExceededException when nothing has come for so long; the
   *     next call goes on from there
   */
  String next(Duration limit) throws IOException {
    while (true) {
      while (chunk.hasRemaining()) {
        byte b = chunk.get();
        if (b == '\n') {
          String text = line.toString(StandardCharsets.UTF_8);
          line.reset();
          return text;
        }
        line.write(b);
      }
      if (!more(limit)) {
        throw new EOFException(reader + " has ended: nobody writes there any more");
      }
    }
  }

  /** Flipped whatever happens: after a deadline the chunk is empty, not full of what it was. */
  private boolean more(Duration limit) throws IOException {
    try {
      return reader.read(chunk.clear(), limit) >= 0;
    } finally {
      chunk.flip();
    }
  }
}
