package io.standpipe.framing;

/** One JSON text per line: MCP over stdio, and most programs that print JSON as they go. */
record NdjsonCodec() implements Codec {
  private static final Delimiter LINE_END = Delimiter.of((byte) '\n').withOptionalReturn();

  @Override
  public Decoder decoder(int limit, DecodeErrors errors) {
    return new NdjsonDecoder(new DelimiterDecoder(LINE_END, limit, errors), errors);
  }

  @Override
  public Encoder encoder(int limit, EncodeErrors errors) {
    var lines = new DelimiterEncoder(LINE_END, limit, errors);
    return new Encoder() {
      @Override
      public int maxOverhead() {
        return 1;
      }

      @Override
      public int putTrailer(byte[] into, int start, int end) {
        into[end] = '\n';
        return end + 1;
      }

      // Refuses \r as well, which ends a line for many readers. No JSON text needs one.
      @Override
      public void check(byte[] bytes, int start, int end, int length) throws FrameException {
        lines.check(bytes, start, end, length);
        int textEnd = start + length;
        int carriageReturn = Swar.indexOf(bytes, start, textEnd, (byte) '\r');
        if (carriageReturn < textEnd) {
          throw errors.unwritable("a \\r stands in the line,", bytes, start, carriageReturn, end);
        }
        if (!JsonShape.isJson(bytes, start, textEnd)) {
          throw errors.unwritable("a JSON text expected", bytes, start, start, end);
        }
      }
    };
  }

  @Override
  public String toString() {
    return "JSON lines";
  }
}
