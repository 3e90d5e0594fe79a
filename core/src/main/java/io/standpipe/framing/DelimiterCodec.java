package io.standpipe.framing;

/**
 * Messages that end with a delimiter.
 *
 * @param name what kind of messages
 */
record DelimiterCodec(String name, Delimiter delimiter) implements Codec {
  /** A copy that returns messages with their delimiter. */
  DelimiterCodec keepingDelimiter() {
    return new DelimiterCodec(name, delimiter.keptOnMessage());
  }

  @Override
  public Decoder decoder(int limit, DecodeErrors errors) {
    return new DelimiterDecoder(delimiter, limit, errors);
  }

  @Override
  public Encoder encoder(int limit, EncodeErrors errors) {
    return new DelimiterEncoder(delimiter, limit, errors);
  }

  @Override
  public String toString() {
    return name;
  }
}
