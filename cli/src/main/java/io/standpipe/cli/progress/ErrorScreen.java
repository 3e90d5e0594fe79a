package io.standpipe.cli.progress;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.PipeWriter;
import io.standpipe.internal.proc.OwnTerminal;
import io.standpipe.internal.proc.OwnTerminal.Size;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The terminal behind standard error. */
final class ErrorScreen implements Screen {
  private static final int ERROR = 2;
  private static final Size USUAL = new Size(80, 24);
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /** Never closed: that would put /dev/null in the place of standard error. */
  private final PipeWriter writer;

  ErrorScreen() throws IOException {
    this.writer = PipeWriter.inherited(ERROR);
  }

  @Override
  public Size size() {
    return OwnTerminal.size(ERROR).orElse(USUAL);
  }

  @Override
  public boolean isInForeground() {
    return OwnTerminal.isInForeground();
  }

  @Override
  public void write(String text) throws IOException {
    writer.write(ByteBuffer.wrap(text.getBytes(UTF_8)), LIMIT);
  }
}
