package io.standpipe.framing;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** {@code Content-Length: 5\r\n\r\nhello}: the framing of language servers and debug adapters. */
record ContentLengthCodec() implements Codec {
  private static final byte[] BEFORE = "Content-Length: ".getBytes(US_ASCII);
  private static final byte[] AFTER = "\r\n\r\n".getBytes(US_ASCII);
  private static final int MOST_DIGITS = 10;

  @Override
  public Decoder decoder(int limit, DecodeErrors errors) {
    return new ContentLengthDecoder(limit, errors);
  }

  @Override
  public Encoder encoder(int limit, EncodeErrors errors) {
    return new Encoder() {
      @Override
      public int maxOverhead() {
        return BEFORE.length + MOST_DIGITS + AFTER.length;
      }

      @Override
      public int putHeader(byte[] into, int at, int length) {
        System.arraycopy(BEFORE, 0, into, at, BEFORE.length);
        int next = AsciiDecimal.put(into, at + BEFORE.length, length);
        System.arraycopy(AFTER, 0, into, next, AFTER.length);
        return next + AFTER.length;
      }

      @Override
      public void check(byte[] bytes, int start, int end, int length) throws FrameException {
        errors.checkLimit(length, limit);
      }
    };
  }

  @Override
  public String toString() {
    return "messages with a Content-Length";
  }
}
