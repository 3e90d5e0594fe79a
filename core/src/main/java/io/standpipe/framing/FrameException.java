package io.standpipe.framing;

import java.io.IOException;

/**
 * Bytes that the framing does not allow. The message says which bytes, at which position, and what
 * was expected instead. A read throws it for bytes that the other side has sent, a write for a
 * message that must not be sent.
 */
public final class FrameException extends IOException {
  private static final long serialVersionUID = 1;

  /** The largest number of offending bytes that are kept. */
  static final int KEPT = 64;

  /** Why the bytes are not allowed. */
  public enum Reason {
    /**
     * A message or its header is longer than allowed. Raise {@link Framing#limit}, or let {@link
     * Framing#resynchronizing} drop such messages.
     */
    TOO_LONG,
    /** These bytes cannot be here: a stray print, another protocol, a lost boundary. */
    MALFORMED,
    /** The stream ended in the middle of a message. */
    ENDED_EARLY,
    /** A reader would not find this message, so no byte of it was written. */
    UNWRITABLE
  }

  private final Reason reason;
  private final long offset;
  private final byte[] bytes;
  private final boolean recoverable;

  FrameException(Reason reason, String message, long offset, byte[] bytes, boolean recoverable) {
    super(message);
    this.reason = reason;
    this.offset = offset;
    this.bytes = bytes;
    this.recoverable = recoverable;
  }

  /** Why the bytes are not allowed. */
  public Reason reason() {
    return reason;
  }

  /**
   * The number of bytes before the offending ones: in the stream, or, for a write, in the message.
   */
  public long offset() {
    return offset;
  }

  /** A copy of the offending bytes and of those received after them, at most 64. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Whether the reader or writer can go on. If so, the next read drops the broken bytes and returns
   * the first message after them, for which the framing must be {@link Framing#resynchronizing} and
   * able to find that message; and the next write is not affected. If not, every further read
   * throws this exception again.
   */
  public boolean isRecoverable() {
    return recoverable;
  }
}
