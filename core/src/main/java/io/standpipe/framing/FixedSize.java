package io.standpipe.framing;

/** Messages that are all of one size. */
record FixedSize(int size) implements Codec {
  @Override
  public Decoding decoding(Framing framing, Window in) {
    return new MeasuredDecoding(framing, 0) {
      @Override
      int header(Window in) {
        contentLength = size;
        return 0;
      }
    };
  }

  @Override
  public int overhead() {
    return 0;
  }

  @Override
  public void check(Refusal refusal, byte[] bytes, int start, int end, int length)
      throws FrameException {
    if (length != size) {
      String what = "a length of " + length + " instead of " + size + " bytes, it ends";
      throw refusal.unwritable(what, bytes, start, end, end);
    }
  }

  @Override
  public String toString() {
    return "messages of " + size + " bytes";
  }
}
