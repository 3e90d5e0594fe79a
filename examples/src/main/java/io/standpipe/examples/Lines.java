package io.standpipe.examples;

import io.standpipe.PipeReader;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads lines from a pipe with a time limit on each, which a {@code BufferedReader} cannot do. */
final class Lines {
  private static final int CHUNK = 4096;

  private final PipeReader reader;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  Lines(PipeReader reader) {
    this.reader = reader;
  }

  /**
   * Returns the next line without its end.
   *
   * @throws EOFException at the end of the stream, even in the middle of a line
   * @throws io.standpipe.error.DeadlineExceededException if no line has come within the limit; the
   *     next call continues from there
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
        throw new EOFException(reader + " has ended: no process writes to it any more");
      }
    }
  }

  /** Flips the chunk even on an exception, so that it is empty then and does not show old bytes. */
  private boolean more(Duration limit) throws IOException {
    try {
      return reader.read(chunk.clear(), limit) >= 0;
    } finally {
      chunk.flip();
    }
  }
}
