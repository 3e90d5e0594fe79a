package io.standpipe.conversation;

import io.standpipe.framing.Frame;
import io.standpipe.internal.ready.Deadline;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A question that was asked and what has come of its answer. Whoever reads gives it the messages;
 * the one who asked waits for {@link #result}.
 *
 * <p>It is <b>abandoned</b> when it has a result and its answer is not whole: its deadline has
 * passed. The answer may still come and is then nobody's; but it must not be taken for that of the
 * next question.
 */
final class Request<T> {
  final Deadline deadline;
  final CompletableFuture<T> result = new CompletableFuture<>();
  private final CallDescription tried;
  private final AnswerCollector<T> answer;
  private final @Nullable Object key;

  /** What came meanwhile for another question, for messages. */
  private volatile String missed = "";

  Request(
      CallDescription tried, Deadline deadline, AnswerCollector<T> answer, @Nullable Object key) {
    this.tried = tried;
    this.deadline = deadline;
    this.answer = answer;
    this.key = key;
  }

  /** What its answer is told by; null where that is the order. */
  @Nullable Object key() {
    return key;
  }

  boolean isDone() {
    return result.isDone();
  }

  /** Takes the next message: whether it needs no more of them. */
  boolean take(Frame frame) {
    if (!frame.isTerminated()) {
      fail(Failures.endedEarly(tried, frame.text()));
      return true;
    }
    boolean whole;
    ConversationException failure;
    try {
      synchronized (this) {
        whole = answer.add(frame);
        failure = answer.failure();
      }
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e); // the condition of askUntil is the user's
      return true;
    }
    if (failure != null) {
      fail(failure);
    } else if (whole) {
      result.complete(answer.value());
    }
    return whole;
  }

  /** A message came that might have been its answer, had another question not been owed one. */
  void missed(Request<?> late, String message) {
    missed = Failures.missed(tried, message, late.tried);
  }

  /** The end of the conversation, or of its time, as this question sees it. */
  void fail(Throwable cause) {
    fail(cause, "");
  }

  /**
   * @param unfinished of a message that is not whole
   */
  void fail(Throwable cause, String unfinished) {
    if (!isDone()) {
      result.completeExceptionally(Failures.of(cause, tried, deadline, soFar(unfinished), missed));
    }
  }

  /** What the result failed with, as the user is to see it: a timer has no words. */
  Throwable failureFor(Throwable failure) {
    return Failures.of(failure, tried, deadline, soFar(""), missed);
  }

  ConversationException unasked(String message) {
    return Failures.unasked(tried, message);
  }

  private synchronized String soFar(String unfinished) {
    String whole = answer.soFar();
    return whole.isEmpty() ? unfinished : unfinished.isEmpty() ? whole : whole + "\n" + unfinished;
  }

  String text() {
    return tried.text();
  }

  @Override
  public String toString() {
    return tried.toString();
  }
}
