package io.standpipe.framing;

/**
 * Finds lines that must look like JSON. Blank lines are skipped, as the format's specification
 * allows; a {@code \r} before the newline belongs to the line's end.
 */
final class NdjsonDecoder implements Decoder {
  private final DelimiterDecoder lines;
  private final DecodeErrors errors;

  NdjsonDecoder(DelimiterDecoder lines, DecodeErrors errors) {
    this.lines = lines;
    this.errors = errors;
  }

  @Override
  public boolean decode(ReceiveBuffer in, Frame out) throws FrameException {
    while (lines.decode(in, out)) {
      int end = out.offset() + out.length();
      if (JsonShape.isJson(in.array, out.offset(), end)) {
        return true;
      }
      if (!JsonShape.isBlank(in.array, out.offset(), end)) {
        throw errors.skippable(in, out.offset(), "a line with a JSON text expected");
      }
    }
    return false;
  }

  /** The last line of a file may lack its newline, so a rest that looks whole is a message. */
  @Override
  public boolean decodeLast(ReceiveBuffer in, Frame out) throws FrameException {
    int start = in.start;
    if (!lines.decodeLast(in, out) || JsonShape.isBlank(in.array, start, in.end)) {
      return false;
    }
    if (!JsonShape.isJson(in.array, start, in.end)) {
      in.start = start;
      throw errors.endedEarly(in, out.length() + " bytes of its line");
    }
    return true;
  }

  @Override
  public void moved(int by) {
    lines.moved(by);
  }
}
