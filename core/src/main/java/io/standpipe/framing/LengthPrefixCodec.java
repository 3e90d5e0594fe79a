package io.standpipe.framing;

import java.nio.ByteOrder;

/** The length of the message as an unsigned number of 1, 2 or 4 bytes, then the message. */
record LengthPrefixCodec(int width, ByteOrder order) implements Codec {
  @Override
  public Decoder decoder(int limit, DecodeErrors errors) {
    return new MeasuredDecoder(0, limit, errors) {
      @Override
      int header(ReceiveBuffer in) {
        if (in.length() < width) {
          return -1;
        }
        contentLength = number(in.array, in.start);
        return width;
      }
    };
  }

  /** Unsigned: a peer that sends −1 announces 4 GiB, which no limit allows. */
  private long number(byte[] bytes, int at) {
    long number = 0;
    for (int i = 0; i < width; i++) {
      number |= (bytes[at + i] & 0xffL) << shift(i);
    }
    return number;
  }

  /** The number of bits below those of byte {@code i}. */
  private int shift(int i) {
    return 8 * (order == ByteOrder.BIG_ENDIAN ? width - 1 - i : i);
  }

  @Override
  public Encoder encoder(int limit, EncodeErrors errors) {
    return new Encoder() {
      @Override
      public int maxOverhead() {
        return width;
      }

      @Override
      public int putHeader(byte[] into, int at, int length) {
        for (int i = 0; i < width; i++) {
          into[at + i] = (byte) (length >>> shift(i));
        }
        return at + width;
      }

      @Override
      public void check(byte[] bytes, int start, int end, int length) throws FrameException {
        long most = (1L << (8 * width)) - 1;
        if (length > most) {
          throw errors.tooLong(length, most, "what the prefix can say; use a wider one");
        }
        errors.checkLimit(length, limit);
      }
    };
  }

  @Override
  public String toString() {
    String what =
        width == 1 ? "" : order == ByteOrder.BIG_ENDIAN ? ", big-endian" : ", little-endian";
    return "messages after a length of " + width + (width == 1 ? " byte" : " bytes") + what;
  }
}
