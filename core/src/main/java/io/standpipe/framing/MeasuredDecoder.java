package io.standpipe.framing;

/** Finds messages whose length is known before they come. */
abstract class MeasuredDecoder implements Decoder {
  private static final int UNKNOWN = -1;

  /** The length in the header, set by {@link #header}. */
  long contentLength;

  private final int trailerLength;
  private final int limit;
  private final DecodeErrors errors;

  /** The header length of the message at the buffer's start. */
  private int headerLength = UNKNOWN;

  /** The bytes of a too long message that are still to be dropped. */
  private long toSkip;

  MeasuredDecoder(int trailerLength, int limit, DecodeErrors errors) {
    this.trailerLength = trailerLength;
    this.limit = limit;
    this.errors = errors;
  }

  /**
   * Reads the header at the buffer's start and sets {@link #contentLength}.
   *
   * @return the length of the header in bytes, or −1 if part of it is missing
   */
  abstract int header(ReceiveBuffer in) throws FrameException;

  /** Throws if the bytes after a message are wrong. */
  void checkTrailer(ReceiveBuffer in, int at) throws FrameException {}

  @Override
  public boolean decode(ReceiveBuffer in, Frame out) throws FrameException {
    if ((toSkip > 0 && !skip(in)) || !hasHeader(in)) {
      return false;
    }
    if (contentLength > limit) {
      toSkip = headerLength + contentLength + trailerLength;
      headerLength = UNKNOWN;
      throw errors.tooLong(in, in.start, contentLength + " bytes", limit);
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

  private boolean hasHeader(ReceiveBuffer in) throws FrameException {
    if (headerLength == UNKNOWN) {
      headerLength = header(in);
    }
    return headerLength != UNKNOWN;
  }

  private boolean skip(ReceiveBuffer in) {
    int n = (int) Math.min(toSkip, in.length());
    in.start += n;
    toSkip -= n;
    return toSkip == 0;
  }

  @Override
  public boolean decodeLast(ReceiveBuffer in, Frame out) throws FrameException {
    if (in.length() == 0) {
      return false; // also if a message was being dropped
    }
    throw errors.endedEarly(
        in,
        headerLength == UNKNOWN
            ? in.length() + " bytes of its header"
            : in.length() - headerLength + " of its " + contentLength + " bytes");
  }
}
