package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.conversation.ConversationException.Reason;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.Counts;
import io.standpipe.internal.text.Excerpt;
import io.standpipe.internal.text.Secrets;

/**
 * Makes the exceptions of an exchange, which say how many answers were due. Secrets of commands are
 * masked; an exchange has none of its own.
 */
final class ExchangeFailures {
  /** Of a long message, the last so many bytes are looked at. */
  private static final int SHOWN = 16 * 1024;

  private static final Secrets NONE = new Secrets();

  private ExchangeFailures() {}

  static CallDescription send(ConversationEnds ends) {
    return new CallDescription("send to", "", ends, NONE);
  }

  /** {@code receive 12 answers from child 797 (bc)}. */
  static CallDescription receive(ConversationEnds ends, int due) {
    String what = due == 0 ? "an answer" : Counts.count(due, "answer", "answers");
    return new CallDescription("receive " + what + " from", "", ends, NONE);
  }

  /** A write or a wait for room took too long. */
  static DeadlineExceededException sendLate(
      DeadlineExceededException e, ConversationEnds ends, Deadline deadline) {
    var late =
        new DeadlineExceededException(
            send(ends).toString(), deadline.limit(), e.state(), e.diagnosis());
    late.initCause(e);
    return late;
  }

  static ConversationException unasked(CallDescription tried, byte[] message) {
    String text = text(message);
    return new ConversationException(
        Reason.UNASKED,
        tried
            + ": "
            + Excerpt.tail(text)
            + " came while no question was in flight: a second answer, a greeting or a stray print",
        Failures.last(text),
        null);
  }

  static ConversationException tooMuch(CallDescription tried, int maxBytes, byte[] latest) {
    String text = text(latest);
    return new ConversationException(
        Reason.TOO_MUCH,
        tried
            + ": an answer of more than "
            + maxBytes
            + " bytes; raise maxAnswerBytes(); it ends with "
            + Excerpt.tail(text),
        Failures.last(text),
        null);
  }

  /** A message as text, or its end, with secrets masked. */
  static String text(byte[] message) {
    return message.length > SHOWN ? part(message) : Secrets.maskKnown(new String(message, UTF_8));
  }

  /** The end of what is not a whole message, as text, with secrets masked, and parts of them. */
  static String part(byte[] bytes) {
    int from = Math.max(0, bytes.length - SHOWN);
    return Secrets.maskKnownPart(new String(bytes, from, bytes.length - from, UTF_8));
  }
}
