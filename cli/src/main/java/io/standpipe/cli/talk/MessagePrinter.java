package io.standpipe.cli.talk;

import io.standpipe.cli.output.StandardOutput;
import io.standpipe.framing.FrameException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Prints what the program says unchanged, one line for each message. Also prints the beginning of a
 * line, so that no prompt waits for a newline.
 */
final class MessagePrinter implements MessageHandler {
  private final StandardOutput out;
  private final ByteArrayOutputStream unprinted = new ByteArrayOutputStream();

  /** How many bytes of the line that has begun are printed. */
  private int printed;

  MessagePrinter(StandardOutput out) {
    this.out = out;
  }

  @Override
  public void message(byte[] message, boolean whole) {
    add(message);
    if (whole) {
      unprinted.write('\n');
    }
    printed = 0;
  }

  @Override
  public void flush(byte[] begun) throws IOException {
    add(begun);
    printed = begun.length;
    out.write(ByteBuffer.wrap(unprinted.toByteArray()));
    unprinted.reset();
  }

  /** A line can be shorter than what was printed of it: the \r of "a\r" may belong to its end. */
  private void add(byte[] line) {
    int from = Math.min(printed, line.length);
    unprinted.write(line, from, line.length - from);
  }

  @Override
  public void malformed(FrameException why) throws IOException {
    flush(new byte[0]);
    StandardOutput.warn(String.valueOf(why.getMessage()));
  }
}
