package io.standpipe.framing;

/**
 * Lines that must look like JSON. Blank ones are passed over, as the format's description allows; a
 * {@code \r} before the newline belongs to the end.
 */
final class NdjsonDecoding extends Decoding {
  private final DelimiterDecoding lines;

  NdjsonDecoding(Framing framing, DelimiterDecoding lines) {
    super(framing);
    this.lines = lines;
  }

  @Override
  boolean next(Window in, Frame out) throws FrameException {
    while (lines.next(in, out)) {
      int end = out.offset() + out.length();
      if (JsonShape.isJson(in.array, out.offset(), end)) {
        return true;
      }
      if (!JsonShape.isBlank(in.array, out.offset(), end)) {
        throw malformed(in, out.offset(), "a line with a JSON text expected", true);
      }
    }
    return false;
  }

  /** Without its newline, what looks whole is taken: the last line of a file may lack it. */
  @Override
  boolean last(Window in, Frame out) throws FrameException {
    int start = in.start;
    if (!lines.last(in, out) || JsonShape.isBlank(in.array, start, in.end)) {
      return false;
    }
    if (!JsonShape.isJson(in.array, start, in.end)) {
      in.start = start;
      throw endedEarly(in, out.length() + " bytes of its line");
    }
    return true;
  }

  @Override
  void moved(int by) {
    lines.moved(by);
  }
}
