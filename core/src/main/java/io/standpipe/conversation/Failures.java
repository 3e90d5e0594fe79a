package io.standpipe.conversation;

import io.standpipe.ExitStatus;
import io.standpipe.conversation.ConversationException.Reason;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** How a call of a conversation fails: with what was tried and what came instead. */
final class Failures {
  private static final int KEPT = 8 * 1024;

  /** Who gives less time than this asks whether there is something, not why there is nothing. */
  private static final Duration HURRIED = Duration.ofMillis(500);

  private Failures() {}

  /**
   * @param cause what happened below; the end of the stream is an {@link EOFException}
   * @param soFar what came
   */
  static Throwable of(Throwable cause, CallDescription tried, Deadline deadline, String soFar) {
    return of(cause, tried, deadline, soFar, "");
  }

  /**
   * @param missed what came for another, behind a semicolon; empty if nothing did
   */
  static Throwable of(
      Throwable cause, CallDescription tried, Deadline deadline, String soFar, String missed) {
    String masked = tried.masked(soFar);
    return switch (cause) {
      case DeadlineExceededException e -> late(e, tried, deadline, came(masked) + missed);
      case TimeoutException e -> late(e, tried, deadline, came(masked) + missed);
      case BrokenPipeException e ->
          ended(e, tried, "reads no more", " (" + e.getMessage() + ")", masked);
      case EOFException e -> ended(e, tried, "has closed its output, or has gone", "", masked);
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
      Throwable cause, CallDescription tried, Deadline deadline, String state) {
    Optional<Diagnosis> why = diagnosis(cause, tried, deadline).map(d -> d.masking(tried::masked));
    var late = new DeadlineExceededException(tried.toString(), deadline.limit(), state, why);
    late.initCause(withoutDiagnosis(cause));
    return late;
  }

  /** What is masked in one exception must not be told by its cause. */
  private static Throwable withoutDiagnosis(Throwable cause) {
    if (!(cause instanceof DeadlineExceededException e) || e.diagnosis().isEmpty()) {
      return cause;
    }
    var bare = new IOException(e.getMessage());
    bare.setStackTrace(e.getStackTrace());
    return bare;
  }

  /**
   * Why nothing came, if it is a child's pipe. A read that ran out of time has looked by itself,
   * where it was worth while; a timer has not.
   */
  private static Optional<Diagnosis> diagnosis(
      Throwable cause, CallDescription tried, Deadline deadline) {
    if (cause instanceof DeadlineExceededException e) {
      return e.diagnosis();
    }
    boolean hurried = deadline.limit().compareTo(HURRIED) < 0;
    return hurried ? Optional.empty() : tried.ends().reader().diagnose();
  }

  /**
   * @param state what is known where it is not known how it has ended
   * @param detail of the system
   */
  private static ConversationException ended(
      Throwable cause, CallDescription tried, String state, String detail, String soFar) {
    String how = tried.ends().fate().status().map(ExitStatus::toString).orElse(state);
    return new ConversationException(
        Reason.ENDED,
        tried + ": the other side " + how + detail + "; " + came(soFar),
        last(soFar),
        cause);
  }

  static ConversationException endedEarly(CallDescription tried, String rest) {
    String half = tried.masked(rest);
    return new ConversationException(
        Reason.ENDED_EARLY,
        tried
            + ": the other side "
            + tried.ends().fate().status().map(status -> status + ",").orElse("has ended")
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
            + ": before it was asked came "
            + Excerpt.tail(message)
            + "; it is nobody's answer: the question was not sent; take such messages by receive()"
            + " first",
        last(message),
        null);
  }

  static ConversationException tooMuch(CallDescription tried, int limit, String text) {
    String soFar = tried.masked(text);
    return new ConversationException(
        Reason.TOO_MUCH,
        tried + ": more than " + limit + " characters; raise bufferLimit(); " + came(soFar),
        last(soFar),
        null);
  }

  static String came(String soFar) {
    return soFar.isEmpty() ? "nothing came" : "so far came " + Excerpt.tail(soFar);
  }

  static String last(String text) {
    return text.substring(Math.max(0, text.length() - KEPT));
  }
}
