package io.standpipe.framing;

/**
 * {@code 5:hello,}: the length in decimal, as <a
 * href="https://cr.yp.to/proto/netstrings.txt">specified</a>.
 */
record NetstringCodec() implements Codec {
  /** Enough for every length that a limit allows. */
  private static final int MOST_DIGITS = 10;

  @Override
  public Decoder decoder(int limit, DecodeErrors errors) {
    return new MeasuredDecoder(1, limit, errors) {
      @Override
      int header(ReceiveBuffer in) throws FrameException {
        long length = 0;
        int at = in.start;
        for (; at < in.end && in.array[at] != ':'; at++) {
          int digits = at - in.start;
          int digit = in.array[at] - '0';
          boolean leadingZero = digits == 1 && length == 0;
          if (digit < 0 || digit > 9 || digits == MOST_DIGITS || leadingZero) {
            throw errors.malformed(in, in.start, "a length in decimal and a colon expected");
          }
          length = 10 * length + digit;
        }
        if (at == in.end) {
          return -1;
        }
        if (at == in.start) {
          throw errors.malformed(in, in.start, "a length before the colon expected");
        }
        contentLength = length;
        return at + 1 - in.start;
      }

      @Override
      void checkTrailer(ReceiveBuffer in, int at) throws FrameException {
        if (in.array[at] != ',') {
          throw errors.malformed(in, at, "a comma after the message expected");
        }
      }
    };
  }

  @Override
  public Encoder encoder(int limit, EncodeErrors errors) {
    return new Encoder() {
      @Override
      public int maxOverhead() {
        return MOST_DIGITS + 2;
      }

      @Override
      public int putHeader(byte[] into, int at, int length) {
        int next = AsciiDecimal.put(into, at, length);
        into[next] = ':';
        return next + 1;
      }

      @Override
      public int putTrailer(byte[] into, int start, int end) {
        into[end] = ',';
        return end + 1;
      }

      @Override
      public void check(byte[] bytes, int start, int end, int length) throws FrameException {
        errors.checkLimit(length, limit);
      }
    };
  }

  @Override
  public String toString() {
    return "netstrings";
  }
}
