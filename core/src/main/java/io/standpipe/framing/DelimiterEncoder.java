package io.standpipe.framing;

/** Appends the delimiter to messages that do not contain it. */
record DelimiterEncoder(Delimiter delimiter, int limit, EncodeErrors errors) implements Encoder {
  @Override
  public int maxOverhead() {
    return delimiter.bytes.length + 1;
  }

  @Override
  public int putTrailer(byte[] into, int start, int end) {
    if (delimiter.kept && delimiter.ends(into, start, end)) {
      return end;
    }
    int at = end;
    if (delimiter.optionalReturn) {
      into[at++] = '\r';
    }
    byte[] bytes = delimiter.bytes;
    System.arraycopy(bytes, 0, into, at, bytes.length);
    return at + bytes.length;
  }

  /**
   * The first delimiter that a reader finds must be the one that was appended. The search covers
   * the trailer too, because the last bytes of a message can form a delimiter with the first bytes
   * of the trailer: {@code xa} before {@code aa}.
   */
  @Override
  public void check(byte[] bytes, int start, int end, int length) throws FrameException {
    int found = indexOfDelimiter(bytes, start, end);
    if (found < end - delimiter.bytes.length) {
      throw errors.unwritable("what ends a message stands in it,", bytes, start, found, end);
    }
    boolean dropped = delimiter.optionalReturn && found > start && bytes[found - 1] == '\r';
    errors.checkLimit(found - (dropped ? 1 : 0) - start, limit);
  }

  /** The first place; there is at least the trailer. */
  private int indexOfDelimiter(byte[] bytes, int start, int end) {
    int size = delimiter.bytes.length;
    byte last = delimiter.bytes[size - 1];
    int at = start + size - 1;
    while (true) {
      at = Swar.indexOf(bytes, at, end, last);
      if (delimiter.ends(bytes, start, at + 1)) {
        return at + 1 - size;
      }
      at++;
    }
  }
}
