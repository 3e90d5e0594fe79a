package io.standpipe.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.PipeReader;
import io.standpipe.error.DeadlineExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** What a program has shown so far: to wait for a text in it, with a limit that reports. */
public final class Screen {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final PipeReader reader;
  private final StringBuilder shown = new StringBuilder();
  private int seen;

  /** Of what comes from {@code reader}. */
  public Screen(PipeReader reader) {
    this.reader = reader;
  }

  /** Reads until this text has come, after all that was waited for before; what came before it. */
  public String until(String text) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(1024);
    int at;
    while ((at = shown.indexOf(text, seen)) < 0) {
      if (read(chunk.clear(), text) < 0) {
        throw new AssertionError("the end came before \"" + text + "\", after: " + shown);
      }
      shown.append(ISO_8859_1.decode(chunk.flip()));
    }
    String before = shown.substring(seen, at);
    seen = at + text.length();
    return before;
  }

  private int read(ByteBuffer chunk, String text) throws IOException {
    try {
      return reader.read(chunk, LIMIT);
    } catch (DeadlineExceededException e) {
      throw new AssertionError("waited for \"" + text + "\", got: " + shown, e);
    }
  }

  /** Everything up to the end, from where the last wait has ended. */
  public String rest() throws IOException {
    String before = shown.substring(seen);
    seen = shown.length();
    return before + new String(reader.readAllBytes(), UTF_8);
  }
}
