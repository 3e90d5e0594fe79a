package io.standpipe.conversation;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that did not go on as it should: what was asked, what came instead, and why that
 * is all. A deadline is a {@link io.standpipe.error.DeadlineExceededException}, and bytes that the
 * framing does not allow are a {@link io.standpipe.framing.FrameException}.
 */
public final class ConversationException extends IOException {
  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public enum Reason {
    /** The other side has closed its output, or reads no more: no answer can come. */
    ENDED,
    /** The other side has ended in the middle of a message. */
    ENDED_EARLY,
    /** More came than may be kept. */
    TOO_MUCH,
    /** Something came that nobody had asked for: a second answer, a greeting, a stray print. */
    UNASKED
  }

  private final Reason reason;
  private final String received;

  ConversationException(Reason reason, String message, String received, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.received = received;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }

  /** The last of what came, 8 KiB at most, secrets masked. */
  public String received() {
    return received;
  }
}
