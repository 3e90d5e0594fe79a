package io.standpipe.cli.talk;

import io.standpipe.cli.output.StandardOutput;
import io.standpipe.framing.FrameException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Prints what the program says as it is, a line for each message. Of a line that has begun, what is
 * new of it: nothing waits here for a newline.
 */
final class MessagePrinter implements MessageHandler {
  private final StandardOutput out;
  private final ByteArrayOutputStream unprinted = new ByteArrayOutputStream();

  /** How much of the line that has begun is printed. */
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

  /** Of "a\r" that was printed, the \r may have turned out to belong to the end. */
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
