package io.standpipe.cli.talk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Takes out of a program's output what its terminal has echoed of the lines that were typed, which
 * stand on the screen and in the recording already. The terminal must echo nevertheless: a program
 * that asks for a secret switches that off, and nothing else tells.
 *
 * <p>The kernel writes an echo in one piece, but it may be read in two. So an end of the output
 * that may be the beginning of an echo is held back, until the rest comes or {@link #silence}.
 *
 * <p>{@link #typed} may be called from any thread, the rest from that of the output.
 */
final class EchoFilter implements OutputListener {
  private static final int DELETE = 0x7f;

  private final OutputListener next;
  private final Queue<ExpectedEcho> expected = new ConcurrentLinkedQueue<>();
  private byte[] held = {};

  EchoFilter(OutputListener next) {
    this.next = next;
  }

  /**
   * A line is about to be written to a terminal that echoes. One with control characters is echoed
   * in other words, or is not a line to the terminal; that echo is shown.
   */
  void typed(byte[] line) {
    for (byte b : line) {
      if ((b >= 0 && b < ' ' && b != '\t') || b == DELETE) {
        return;
      }
    }
    expected.add(ExpectedEcho.ofLine(line));
  }

  /** Ctrl-C is about to be written to a terminal that echoes. */
  void interrupted() {
    expected.add(ExpectedEcho.ofInterrupt());
  }

  @Override
  public void received(ByteBuffer bytes) throws IOException {
    expected.removeIf(ExpectedEcho::isOverdue);
    if (expected.isEmpty() && held.length == 0) {
      next.received(bytes);
    } else {
      pass(joined(bytes));
    }
  }

  private byte[] joined(ByteBuffer bytes) {
    byte[] all = new byte[held.length + bytes.remaining()];
    System.arraycopy(held, 0, all, 0, held.length);
    bytes.get(all, held.length, bytes.remaining());
    held = new byte[0];
    return all;
  }

  private void pass(byte[] all) throws IOException {
    var rest = new ByteArrayOutputStream(all.length);
    int i = 0;
    while (i < all.length) {
      int echoed = lengthAt(all, i);
      if (echoed == ExpectedEcho.BEGUN) {
        held = new byte[all.length - i];
        System.arraycopy(all, i, held, 0, held.length);
        break;
      } else if (echoed == ExpectedEcho.DIFFERENT) {
        rest.write(all[i++]);
      } else {
        i += echoed;
      }
    }
    if (rest.size() > 0) {
      next.received(ByteBuffer.wrap(rest.toByteArray()));
    }
  }

  /** Finds the first echo that begins here. Those typed before it never come: they keep order. */
  private int lengthAt(byte[] all, int start) {
    int length = ExpectedEcho.DIFFERENT;
    int compared = 0;
    for (ExpectedEcho echo : expected) {
      compared++;
      length = echo.lengthAt(all, start);
      if (length != ExpectedEcho.DIFFERENT) {
        break;
      }
    }
    for (int i = 0; i < compared && length > ExpectedEcho.BEGUN; i++) {
      expected.remove();
    }
    return length;
  }

  @Override
  public boolean isHolding() {
    return held.length > 0;
  }

  @Override
  public void silence() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(held);
    held = new byte[0];
    next.received(bytes);
  }

  @Override
  public void ended() throws IOException {
    if (isHolding()) {
      silence();
    }
    next.ended();
  }
}
