package io.standpipe.conversation;

import io.standpipe.framing.Frame;
import io.standpipe.internal.ready.Deadline;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A question that was asked, and what has come of its answer. The thread that reads gives it the
 * messages; the thread that asked waits for {@link #result}.
 *
 * <p>A request whose deadline has passed has a result although its answer is not complete. The
 * answer may still come. It is dropped then, but must not be taken for the answer to the next
 * question.
 */
final class Request<T> {
  final Deadline deadline;
  final CompletableFuture<T> result = new CompletableFuture<>();
  private final CallDescription tried;
  private final AnswerCollector<T> answer;
  private final @Nullable Object key;

  /** For messages: what came meanwhile and went to another question. */
  private volatile String missed = "";

  private volatile boolean inUsersCode;

  Request(
      CallDescription tried, Deadline deadline, AnswerCollector<T> answer, @Nullable Object key) {
    this.tried = tried;
    this.deadline = deadline;
    this.answer = answer;
    this.key = key;
  }

  /** The key that its answer has; null if answers come in order. */
  @Nullable Object key() {
    return key;
  }

  boolean isDone() {
    return result.isDone();
  }

  /** Whether the user's code decides where the answer ends. It may take any time. */
  boolean asksUsersCode() {
    return answer.isUsersCode();
  }

  /** Whether the user's code is at it. */
  boolean isInUsersCode() {
    return inUsersCode;
  }

  /** Takes the next message; returns whether it needs no more. */
  boolean take(Frame frame) {
    if (!frame.isTerminated()) {
      fail(Failures.endedEarly(tried, frame.text()));
      return true;
    }
    boolean whole;
    ConversationException failure;
    synchronized (this) {
      answer.add(frame);
      failure = answer.failure();
    }
    try {
      inUsersCode = answer.isUsersCode();
      whole = answer.isLast(frame);
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e); // the condition of askUntil is the user's code
      return true;
    } finally {
      inUsersCode = false;
    }
    if (failure != null) {
      fail(failure);
    } else if (whole) {
      result.complete(answer.value());
    }
    return whole;
  }

  /** A message came that would have been its answer if an earlier question were not owed one. */
  void missed(Request<?> late, String message) {
    missed = Failures.missed(tried, message, late.tried);
  }

  /** Fails with the end of the conversation, or of its time, told from this question's view. */
  void fail(Throwable cause) {
    fail(cause, "");
  }

  /**
   * @param unfinished the beginning of a message that is not complete
   */
  void fail(Throwable cause, String unfinished) {
    if (!isDone()) {
      result.completeExceptionally(Failures.of(cause, tried, deadline, soFar(unfinished), missed));
    }
  }

  /** What the user sees of a failure of the result: a timer's says nothing. */
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
