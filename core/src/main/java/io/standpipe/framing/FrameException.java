package io.standpipe.framing;

import java.io.IOException;

/**
 * Bytes that the framing does not allow: what came, where, and what was expected. Thrown by a read
 * for what the other side has sent, by a write for what must not be sent.
 */
public final class FrameException extends IOException {
  private static final long serialVersionUID = 1;

  /** At most so many of the offending bytes are kept. */
  static final int KEPT = 64;

  /** What is wrong. */
  public enum Reason {
    /**
     * A message, or its header, is longer than it may be: raise {@link Framing#limit}, or have such
     * messages dropped by {@link Framing#resynchronizing}.
     */
    TOO_LONG,
    /** These bytes cannot be where they are: a stray print, another protocol, a lost boundary. */
    MALFORMED,
    /** The stream ended in the middle of a message. */
    ENDED_EARLY,
    /** A message to be written would not be read as such, so nothing of it was written. */
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

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }

  /**
   * Where the offending bytes begin: bytes before them in the stream, or, of a message to be
   * written, in that message.
   */
  public long offset() {
    return offset;
  }

  /** The offending bytes and what had come behind them by then, 64 at most. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Whether it can go on: the next read drops what is broken and gives the first message after it
   * (a {@link Framing#resynchronizing} framing that knows where that is), or the next write is as
   * good as any. Where not, every further read throws this again.
   */
  public boolean isRecoverable() {
    return recoverable;
  }
}
