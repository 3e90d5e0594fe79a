package io.standpipe.conversation;

import io.standpipe.ExitStatus;
import io.standpipe.conversation.ConversationException.Reason;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.CapturedOutput;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.LookAhead;
import io.standpipe.internal.text.Counts;
import io.standpipe.internal.text.Excerpt;
import io.standpipe.internal.verdict.FullDiagnosis;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Makes the exceptions of a conversation: each says what was tried and what came instead. */
final class Failures {
  private static final int RECEIVED_CHARS = 8 * 1024;

  /** Of a long text, only the last so many characters are searched for secrets. */
  private static final int SHOWN = 16 * 1024;

  private Failures() {}

  /**
   * Returns what a call throws for a failure below.
   *
   * @param cause what happened; the end of the stream is an {@link EOFException}
   * @param soFar what has come
   */
  static Throwable of(Throwable cause, CallDescription tried, Deadline deadline, String soFar) {
    return of(cause, tried, deadline, soFar, "");
  }

  /**
   * @param missed begins with a semicolon and says what went to another question; or empty
   */
  static Throwable of(
      Throwable cause, CallDescription tried, Deadline deadline, String soFar, String missed) {
    String masked = tried.maskedPart(soFar);
    return switch (cause) {
      case DeadlineExceededException e ->
          late(e, tried, deadline, masked, missed + LookAhead.missingIn(e.state()));
      case NoAnswerInTime e -> late(e, tried, deadline, masked, missed + e.missing());
      case TimeoutException e -> late(e, tried, deadline, masked, missed);
      case BrokenPipeException e ->
          ended(e, tried, "no longer reads", " (" + e.getMessage() + ")", masked);
      case EOFException e -> ended(e, tried, "has closed its output, or has exited", "", masked);
      default -> cause;
    };
  }

  static String missed(CallDescription tried, String message, CallDescription late) {
    return "; "
        + Excerpt.tail(tried.masked(message))
        + " came, and was taken for the late answer to an earlier question: "
        + late;
  }

  private static DeadlineExceededException late(
      Throwable cause, CallDescription tried, Deadline deadline, String soFar, String missed) {
    Optional<Diagnosis> why = diagnosis(cause).map(d -> FullDiagnosis.masked(d, tried::maskedPart));
    var late =
        new DeadlineExceededException(
            tried.toString(),
            deadline.limit(),
            came(soFar) + missed,
            why,
            CapturedOutput.ofText(last(soFar)));
    late.initCause(withoutDiagnosis(cause));
    return late;
  }

  /** The cause of an exception must not reveal what the exception masks. */
  private static Throwable withoutDiagnosis(Throwable cause) {
    if (!(cause instanceof DeadlineExceededException e) || e.diagnosis().isEmpty()) {
      return cause;
    }
    var bare = new IOException(e.getMessage());
    bare.setStackTrace(e.getStackTrace());
    return bare;
  }

  /** Why nothing came: it was looked for before, if that was worth while. */
  private static Optional<Diagnosis> diagnosis(Throwable cause) {
    return switch (cause) {
      case DeadlineExceededException e -> e.diagnosis();
      case NoAnswerInTime e -> e.reason();
      default -> Optional.empty();
    };
  }

  /**
   * @param state says what is known if it is not known how the other side ended
   * @param detail what the system said
   */
  private static ConversationException ended(
      Throwable cause, CallDescription tried, String state, String detail, String soFar) {
    String how = tried.ends().status().status().map(ExitStatus::toString).orElse(state);
    return new ConversationException(
        Reason.ENDED,
        tried + ": the other side " + how + detail + "; " + came(soFar),
        last(soFar),
        cause);
  }

  static ConversationException endedEarly(CallDescription tried, String rest) {
    String half = tried.maskedPart(rest);
    return new ConversationException(
        Reason.ENDED_EARLY,
        tried
            + ": the other side "
            + tried.ends().status().status().map(status -> status + ",").orElse("has ended")
            + " in the middle of a message: "
            + Excerpt.tail(half),
        last(half),
        null);
  }

  static ConversationException unasked(CallDescription tried, String unasked) {
    String message = tried.masked(unasked);
    return new ConversationException(
        Reason.UNASKED,
        tried
            + ": "
            + Excerpt.tail(message)
            + " came before it was asked, so it answers nothing and the question was not sent; take"
            + " such messages with receive() first",
        last(message),
        null);
  }

  static ConversationException noCount(CallDescription tried, String first) {
    String message = tried.masked(first);
    return new ConversationException(
        Reason.NO_COUNT,
        tried
            + ": an answer begins with the number of its messages, and this is none: "
            + Excerpt.tail(message),
        last(message),
        null);
  }

  static ConversationException tooMuch(CallDescription tried, int maxChars, String text) {
    String soFar = tried.maskedPart(text);
    return new ConversationException(
        Reason.TOO_MUCH,
        tried + ": more than " + maxChars + " characters; raise maxChars(); " + came(soFar),
        last(soFar),
        null);
  }

  /**
   * What a call throws whose search was stopped by something that ends every call.
   *
   * @param text what was searched
   */
  static IOException stopped(
      MatchStopped stopped, CallDescription tried, Deadline deadline, CharSequence text) {
    return switch (stopped.reason()) {
      case INTERRUPT -> FairLock.interrupted(tried.ends());
      case CLOSE -> new AsynchronousCloseException();
      case TOO_DEEP -> tooDeep(tried, text);
      case DEADLINE, MORE_TEXT, TOO_LONG -> searchedTooLong(tried, deadline, text);
    };
  }

  /** A pattern that calls itself for each character finds the end of the stack, not of the text. */
  private static ConversationException tooDeep(CallDescription tried, CharSequence text) {
    String soFar = tried.maskedPart(shown(text));
    return new ConversationException(
        Reason.TOO_MUCH,
        tried
            + ": the pattern needs more stack than there is for "
            + characters(text)
            + "; repeat one character, or repeat without giving back, as in [ab]* or (?:a|b)*+"
            + " for (a|b)*; "
            + came(soFar),
        last(soFar),
        null);
  }

  /** Without a diagnosis: what took the time is the search, not the other side. */
  private static DeadlineExceededException searchedTooLong(
      CallDescription tried, Deadline deadline, CharSequence text) {
    String soFar = tried.maskedPart(shown(text));
    return new DeadlineExceededException(
        tried.toString(),
        deadline.limit(),
        came(soFar) + "; the time ran out during a search of " + characters(text),
        Optional.empty(),
        CapturedOutput.ofText(last(soFar)));
  }

  private static String characters(CharSequence text) {
    return Counts.count(text.length(), "character", "characters");
  }

  private static String shown(CharSequence text) {
    return text.subSequence(Math.max(0, text.length() - SHOWN), text.length()).toString();
  }

  static String came(String soFar) {
    return soFar.isEmpty() ? "nothing came" : "so far came " + Excerpt.tail(soFar);
  }

  static String last(String text) {
    return text.substring(Math.max(0, text.length() - RECEIVED_CHARS));
  }

  /** Throws what is unchecked; returns the rest, for the caller to throw. */
  static IOException rethrown(Throwable failure) {
    return switch (failure) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException("a conversation failed", failure);
    };
  }
}
