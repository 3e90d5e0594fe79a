package io.standpipe.framing;

/**
 * One kind of framing: how its messages look on the wire. Immutable; {@code toString} names it.
 *
 * <p>A message is put together in the writer's buffer, {@link #before}, content, {@link #after},
 * and looked at there as a reader will see it, before a byte of it is written.
 */
interface Codec {
  /** A decoding for one stream, whose bytes will be in {@code in}. */
  Decoding decoding(Framing framing, Window in);

  /** At most so many bytes come before and after a message. */
  int overhead();

  /**
   * Puts what comes before a message of {@code length} bytes to {@code into[at…]}.
   *
   * @return the index after it
   */
  default int before(byte[] into, int at, int length) {
    return at;
  }

  /**
   * Puts what comes after the message {@code into[start, end)}.
   *
   * @return the index after it
   */
  default int after(byte[] into, int start, int end) {
    return end;
  }

  /**
   * Throws if a reader would not find this message, with its end, at {@code bytes[start, end)}.
   *
   * @param length of the message as it was given
   */
  default void check(Refusal refusal, byte[] bytes, int start, int end, int length)
      throws FrameException {
    refusal.checkLimit(length);
  }
}
