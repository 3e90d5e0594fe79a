package io.standpipe.framing;

/** Messages that end with certain bytes. */
final class Delimiter implements Codec {
  private final String name;

  /** At least one. */
  final byte[] bytes;

  /** Whether a {@code \r} right before belongs to the end, not to the message. */
  final boolean dropsReturn;

  /** Whether a message is given out with its end still on it. */
  final boolean keeps;

  Delimiter(String name, byte[] bytes, boolean dropsReturn, boolean keeps) {
    this.name = name;
    this.bytes = bytes;
    this.dropsReturn = dropsReturn;
    this.keeps = keeps;
  }

  Delimiter keeping() {
    return new Delimiter(name, bytes, dropsReturn, true);
  }

  @Override
  public Decoding decoding(Framing framing, Window in) {
    return new DelimiterDecoding(framing, this, in);
  }

  @Override
  public String toString() {
    return name;
  }
}
