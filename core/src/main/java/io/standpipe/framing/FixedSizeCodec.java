package io.standpipe.framing;

/** Messages that all have the same size, which is also their limit. */
record FixedSizeCodec(int size) implements Codec {
  @Override
  public Decoder decoder(int limit, DecodeErrors errors) {
    return new MeasuredDecoder(0, limit, errors) {
      @Override
      int header(ReceiveBuffer in) {
        contentLength = size;
        return 0;
      }
    };
  }

  @Override
  public Encoder encoder(int limit, EncodeErrors errors) {
    return new Encoder() {
      @Override
      public int maxOverhead() {
        return 0;
      }

      @Override
      public void check(byte[] bytes, int start, int end, int length) throws FrameException {
        if (length != size) {
          String what = "a length of " + length + " instead of " + size + " bytes, it ends";
          throw errors.unwritable(what, bytes, start, end, end);
        }
      }
    };
  }

  @Override
  public String toString() {
    return "messages of " + size + " bytes";
  }
}
