package io.standpipe.internal.ready;

/**
 * A buffer in front of a channel: bytes that a program has written to it and that are not in the
 * channel yet. Any thread may look at them, but while another thread writes, it sees a guess.
 */
public interface WriteBuffer {
  /** The number of bytes. */
  int unflushed();

  /** A copy of the first bytes, at most {@code most}. */
  byte[] unflushed(int most);
}
