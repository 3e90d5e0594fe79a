package io.standpipe.framing;

/** Finds the messages of one stream in the bytes that have been received. For one thread. */
interface Decoder {
  /**
   * Points {@code out} at the next message and moves the buffer's start behind it.
   *
   * @return false if the buffer contains no whole message
   */
  boolean decode(ReceiveBuffer in, Frame out) throws FrameException;

  /**
   * Decides about the rest when {@link #decode} has found no message and no more bytes will come.
   *
   * @return true if the rest is a message; false if there is no rest
   */
  boolean decodeLast(ReceiveBuffer in, Frame out) throws FrameException;

  /** The bytes in the buffer have moved {@code by} places to the front. */
  default void moved(int by) {}
}
