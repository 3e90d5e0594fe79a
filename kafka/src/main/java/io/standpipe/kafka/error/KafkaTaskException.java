package io.standpipe.kafka.error;

import io.standpipe.internal.text.Escaping;
import io.standpipe.internal.text.Secrets;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A worker, a bridge, or a server or client of requests over Kafka could not start, or has ended.
 * The message says what was tried, what the broker or the client said, and what to do; {@link
 * #reason} is for programs that branch on it.
 *
 * <p>Secrets among the client properties (passwords, {@code sasl.jaas.config}, tokens) are masked
 * in the message. A cause whose own message contains one is left out.
 */
public final class KafkaTaskException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why it could not start, or has ended. */
  public enum Reason {
    /** The program failed again and again, until no restart was left. */
    RESTARTS_USED_UP,
    /** A record failed for the last time, and there is no topic for dead letters. */
    NO_DEAD_LETTER_TOPIC,
    /** No broker answered in time, or no broker's address could be resolved. */
    UNREACHABLE,
    /** The broker refused: the user is not authenticated, or is not allowed to do this. */
    REFUSED,
    /** A topic does not exist. Standpipe creates none, so that a mistyped name creates none. */
    NO_TOPIC,
    /** The client properties, the topics and the options do not fit together. */
    MISCONFIGURED,
    /** Another process has taken over, with the same transactional id or group instance. */
    FENCED,
    /** The program was not found. */
    PROGRAM_NOT_FOUND,
    /** The program could not be executed. */
    PROGRAM_NOT_EXECUTABLE,
    /** Anything else; the message and the cause say what. */
    FAILED
  }

  private final Reason reason;

  /**
   * With a message, in which secrets are masked; public so that tests can fake it.
   *
   * @param reason for programs
   * @param message for people: what was tried, what was said, what to do
   * @param cause left out if it would show a secret
   */
  public KafkaTaskException(Reason reason, String message, @Nullable Throwable cause) {
    super(Escaping.printable(Secrets.maskKnown(message)), isSafe(cause) ? cause : null);
    this.reason = reason;
  }

  /** For programs that branch on it. */
  public Reason reason() {
    return reason;
  }

  /** A stack trace prints the messages of all causes. */
  private static boolean isSafe(@Nullable Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      String text = t.toString();
      if (!Secrets.maskKnown(text).equals(text)) {
        return false;
      }
    }
    return true;
  }
}
