package io.standpipe.framing;

import java.util.Arrays;

/** Messages that end with certain bytes. */
final class Delimiter implements Codec {
  private final String name;

  /** What ends a message: at least one byte. */
  final byte[] bytes;

  /** Whether a {@code \r} right before belongs to the end, not to the message; it is written. */
  final boolean withReturn;

  /** Whether a message is given out with its end still on it. */
  final boolean keeps;

  Delimiter(String name, byte[] bytes, boolean withReturn, boolean keeps) {
    this.name = name;
    this.bytes = bytes;
    this.withReturn = withReturn;
    this.keeps = keeps;
  }

  Delimiter keeping() {
    return new Delimiter(name, bytes, withReturn, true);
  }

  @Override
  public Decoding decoding(Framing framing, Window in) {
    return new DelimiterDecoding(framing, this, in);
  }

  @Override
  public int overhead() {
    return bytes.length + 1;
  }

  @Override
  public int after(byte[] into, int start, int end) {
    if (keeps && endsWith(into, start, end)) {
      return end;
    }
    int at = end;
    if (withReturn) {
      into[at++] = '\r';
    }
    System.arraycopy(bytes, 0, into, at, bytes.length);
    return at + bytes.length;
  }

  private boolean endsWith(byte[] in, int start, int end) {
    int first = end - bytes.length;
    return first >= start && Arrays.equals(in, first, end, bytes, 0, bytes.length);
  }

  /**
   * The first place where a reader finds the end must be the one that was meant. Looked for in the
   * whole, for a message's last bytes may make one with the first of the end: {@code xa} before
   * {@code aa}.
   */
  @Override
  public void check(Refusal refusal, byte[] all, int start, int end, int length)
      throws FrameException {
    int found = indexIn(all, start, end);
    if (found < end - bytes.length) {
      throw refusal.unwritable("what ends a message stands in it,", all, start, found, end);
    }
    boolean dropped = withReturn && found > start && all[found - 1] == '\r';
    refusal.checkLimit(found - (dropped ? 1 : 0) - start);
  }

  /** The first place; there is one. */
  private int indexIn(byte[] all, int start, int end) {
    byte last = bytes[bytes.length - 1];
    int at = start + bytes.length - 1;
    while (true) {
      at = Swar.indexOf(all, at, end, last);
      if (endsWith(all, start, at + 1)) {
        return at + 1 - bytes.length;
      }
      at++;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
