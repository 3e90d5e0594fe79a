package io.standpipe.conversation;

import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A conversation did not go as it should. The message says what was tried, what came instead, and
 * why nothing more came. A deadline is reported by a {@link
 * io.standpipe.error.DeadlineExceededException}, and bytes that the framing does not allow by a
 * {@link io.standpipe.framing.FrameException}.
 */
public final class ConversationException extends IOException {
  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public enum Reason {
    /** The other side has closed its output, or no longer reads: no answer can come. */
    ENDED,
    /** The other side ended in the middle of a message. */
    ENDED_EARLY,
    /**
     * More came than {@link ConversationOptions#maxChars} or {@link ExchangeOptions#maxAnswerBytes}
     * allows.
     */
    TOO_MUCH,
    /** A message came before any question: a second answer, a greeting, a stray print. */
    UNASKED,
    /** An answer that must begin with the number of its messages does not: {@link Answers}. */
    NO_COUNT
  }

  private final Reason reason;
  private final String received;

  ConversationException(Reason reason, String message, String received, @Nullable Throwable cause) {
    super(Escaping.printable(message), cause);
    this.reason = reason;
    this.received = received;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }

  /** The last of what came, at most 8,192 characters, with secrets masked. */
  public String received() {
    return received;
  }
}
