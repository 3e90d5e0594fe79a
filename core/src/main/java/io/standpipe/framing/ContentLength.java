package io.standpipe.framing;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** {@code Content-Length: 5\r\n\r\nhello}: what language servers and debug adapters speak. */
record ContentLength() implements Codec {
  /** In lower case. */
  static final byte[] NAME = "content-length".getBytes(US_ASCII);

  private static final byte[] BEFORE = "Content-Length: ".getBytes(US_ASCII);
  private static final byte[] AFTER = "\r\n\r\n".getBytes(US_ASCII);
  private static final int MOST_DIGITS = 10;

  @Override
  public Decoding decoding(Framing framing, Window in) {
    return new ContentLengthDecoding(framing);
  }

  @Override
  public int overhead() {
    return BEFORE.length + MOST_DIGITS + AFTER.length;
  }

  @Override
  public int before(byte[] into, int at, int length) {
    System.arraycopy(BEFORE, 0, into, at, BEFORE.length);
    int next = Decimal.put(into, at + BEFORE.length, length);
    System.arraycopy(AFTER, 0, into, next, AFTER.length);
    return next + AFTER.length;
  }

  @Override
  public String toString() {
    return "messages with a Content-Length";
  }
}
