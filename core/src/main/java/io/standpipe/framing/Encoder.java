package io.standpipe.framing;

/**
 * Frames messages. The writer composes a message in its buffer: {@link #putHeader}, the content,
 * {@link #putTrailer}. It is checked there in the form in which a reader will see it, before a byte
 * of it is written. Immutable.
 */
interface Encoder {
  /** The largest number of bytes that header and trailer have together. */
  int maxOverhead();

  /**
   * Puts the header of a message of {@code length} bytes into {@code into[at…]}.
   *
   * @return the index after the header
   */
  default int putHeader(byte[] into, int at, int length) {
    return at;
  }

  /**
   * Puts the trailer after the message {@code into[start, end)}.
   *
   * @return the index after the trailer
   */
  default int putTrailer(byte[] into, int start, int end) {
    return end;
  }

  /**
   * Throws if a reader would not find this message, with its trailer, in {@code bytes[start, end)}.
   *
   * @param length the length of the message without its trailer
   */
  void check(byte[] bytes, int start, int end, int length) throws FrameException;
}
