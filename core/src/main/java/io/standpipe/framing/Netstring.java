package io.standpipe.framing;

/**
 * {@code 5:hello,}: the length in decimal, as <a
 * href="https://cr.yp.to/proto/netstrings.txt">specified</a>.
 */
record Netstring() implements Codec {
  /** Enough for any length that a limit allows. */
  private static final int MOST_DIGITS = 10;

  @Override
  public Decoding decoding(Framing framing, Window in) {
    return new MeasuredDecoding(framing, 1) {
      @Override
      int header(Window in) throws FrameException {
        long length = 0;
        int at = in.start;
        for (; at < in.end && in.array[at] != ':'; at++) {
          int digits = at - in.start;
          int digit = in.array[at] - '0';
          boolean leadingZero = digits == 1 && length == 0;
          if (digit < 0 || digit > 9 || digits == MOST_DIGITS || leadingZero) {
            throw malformed(in, in.start, "a length in decimal and a colon expected", false);
          }
          length = 10 * length + digit;
        }
        if (at == in.end) {
          return -1;
        }
        if (at == in.start) {
          throw malformed(in, in.start, "a length before the colon expected", false);
        }
        contentLength = length;
        return at + 1 - in.start;
      }

      @Override
      void checkTrailer(Window in, int at) throws FrameException {
        if (in.array[at] != ',') {
          throw malformed(in, at, "a comma after the message expected", false);
        }
      }
    };
  }

  @Override
  public int overhead() {
    return MOST_DIGITS + 2;
  }

  @Override
  public int before(byte[] into, int at, int length) {
    int next = Decimal.put(into, at, length);
    into[next] = ':';
    return next + 1;
  }

  @Override
  public int after(byte[] into, int start, int end) {
    into[end] = ',';
    return end + 1;
  }

  @Override
  public String toString() {
    return "netstrings";
  }
}
