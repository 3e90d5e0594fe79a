package io.standpipe.cli.output;

import io.standpipe.PipeWriter;
import io.standpipe.internal.text.Escaping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Standard error for programs whose own is a pipe to this process. Bytes pass as they are, unless
 * there is a {@link Footer}: then whole lines stand above it, escaped, because they may contain
 * what moves the cursor. Safe from any thread: of several programs that share one, lines that are
 * written in one piece stay whole.
 */
public final class ErrorStream extends OutputStream {
  /** A longer line is shown in parts. */
  private static final int LONGEST = 8192;

  private final PipeWriter writer;

  /** The beginning of a line. */
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  public ErrorStream() throws IOException {
    this.writer = PipeWriter.inherited(2);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /** Blocks as long as standard error takes nothing, about a second if there is a footer. */
  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (!StandardOutput.hasFooter()) {
      pass(bytes, offset, length);
      return;
    }
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == '\n' || line.size() == LONGEST) {
        printLine();
      }
      if (bytes[i] != '\n') {
        line.write(bytes[i]);
      }
    }
  }

  private void printLine() {
    StandardOutput.printError(Escaping.printable(line.toByteArray(), line.size()) + "\n");
    line.reset();
  }

  private void pass(byte[] bytes, int offset, int length) throws IOException {
    if (line.size() > 0) { // the footer has gone
      writer.write(ByteBuffer.wrap(line.toByteArray()));
      line.reset();
    }
    writer.write(ByteBuffer.wrap(bytes, offset, length));
  }
}
