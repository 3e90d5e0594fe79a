package io.standpipe.framing;

/** Messages whose length is known before they come. */
abstract class MeasuredDecoding extends Decoding {
  private static final int UNKNOWN = -1;

  /** What a header says, set by {@link #header}. */
  long contentLength;

  private final int trailerLength;

  /** Of the message at the window's start. */
  private int headerLength = UNKNOWN;

  /** Bytes of a message too long, still to be dropped. */
  private long toSkip;

  MeasuredDecoding(Framing framing, int trailerLength) {
    super(framing);
    this.trailerLength = trailerLength;
  }

  /**
   * Reads the header at the window's start and sets {@link #contentLength}.
   *
   * @return bytes of the header, or −1 where not all of it is there
   */
  abstract int header(Window in) throws FrameException;

  /** Throws if the bytes after a message are wrong. */
  void checkTrailer(Window in, int at) throws FrameException {}

  @Override
  boolean next(Window in, Frame out) throws FrameException {
    if ((toSkip > 0 && !skip(in)) || !hasHeader(in)) {
      return false;
    }
    if (contentLength > limit()) {
      toSkip = headerLength + contentLength + trailerLength;
      headerLength = UNKNOWN;
      throw tooLong(in, in.start, contentLength + " bytes");
    }
    int start = in.start + headerLength;
    int length = (int) contentLength;
    if (in.end - start < length + trailerLength) {
      return false;
    }
    checkTrailer(in, start + length);
    in.start = start + length + trailerLength;
    headerLength = UNKNOWN;
    out.set(start, length, true);
    return true;
  }

  private boolean hasHeader(Window in) throws FrameException {
    if (headerLength == UNKNOWN) {
      headerLength = header(in);
    }
    return headerLength != UNKNOWN;
  }

  private boolean skip(Window in) {
    int n = (int) Math.min(toSkip, in.length());
    in.start += n;
    toSkip -= n;
    return toSkip == 0;
  }

  @Override
  boolean last(Window in, Frame out) throws FrameException {
    if (in.length() == 0) {
      return false; // of a message that is being dropped, too, nothing is left
    }
    throw endedEarly(
        in,
        headerLength == UNKNOWN
            ? in.length() + " bytes of its header"
            : in.length() - headerLength + " of its " + contentLength + " bytes");
  }
}
