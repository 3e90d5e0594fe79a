package io.standpipe.framing;

/** A JSON text a line: MCP over stdio, and most that prints JSON as it goes. */
record Ndjson(Delimiter line) implements Codec {
  Ndjson() {
    this(new Delimiter("JSON lines", new byte[] {'\n'}, true, false));
  }

  @Override
  public Decoding decoding(Framing framing, Window in) {
    return new NdjsonDecoding(framing, new DelimiterDecoding(framing, line, in));
  }

  @Override
  public int overhead() {
    return 1;
  }

  @Override
  public int after(byte[] into, int start, int end) {
    into[end] = '\n';
    return end + 1;
  }

  /** A {@code \r}, too, ends a line for many a reader; no JSON needs one. */
  @Override
  public void check(Refusal refusal, byte[] bytes, int start, int end, int length)
      throws FrameException {
    line.check(refusal, bytes, start, end, length);
    int text = start + length;
    int carriageReturn = Swar.indexOf(bytes, start, text, (byte) '\r');
    if (carriageReturn < text) {
      throw refusal.unwritable("a \\r stands in the line,", bytes, start, carriageReturn, end);
    }
    if (!JsonShape.isJson(bytes, start, text)) {
      throw refusal.unwritable("a JSON text expected", bytes, start, start, end);
    }
  }

  @Override
  public String toString() {
    return line.toString();
  }
}
