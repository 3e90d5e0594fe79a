package io.standpipe.framing;

import java.nio.ByteOrder;

/** The length as an unsigned number of 1, 2 or 4 bytes, then the message. */
record LengthPrefix(int width, ByteOrder order) implements Codec {
  @Override
  public Decoding decoding(Framing framing, Window in) {
    return new MeasuredDecoding(framing, 0) {
      @Override
      int header(Window in) {
        if (in.length() < width) {
          return -1;
        }
        contentLength = number(in.array, in.start);
        return width;
      }
    };
  }

  /** Unsigned: to whoever meant −1 it is 4 GiB, which no limit allows. */
  private long number(byte[] bytes, int at) {
    long number = 0;
    for (int i = 0; i < width; i++) {
      number |= (bytes[at + i] & 0xffL) << shift(i);
    }
    return number;
  }

  /** The bits below those of the i-th byte. */
  private int shift(int i) {
    return 8 * (order == ByteOrder.BIG_ENDIAN ? width - 1 - i : i);
  }

  @Override
  public int overhead() {
    return width;
  }

  @Override
  public int before(byte[] into, int at, int length) {
    for (int i = 0; i < width; i++) {
      into[at + i] = (byte) (length >>> shift(i));
    }
    return at + width;
  }

  @Override
  public void check(Refusal refusal, byte[] bytes, int start, int end, int length)
      throws FrameException {
    long most = (1L << (8 * width)) - 1;
    if (length > most) {
      throw refusal.tooLong(length, most, "what the prefix can say; use a wider one");
    }
    refusal.checkLimit(length);
  }

  @Override
  public String toString() {
    String what =
        width == 1 ? "" : order == ByteOrder.BIG_ENDIAN ? ", big-endian" : ", little-endian";
    return "messages after a length of " + width + (width == 1 ? " byte" : " bytes") + what;
  }
}
