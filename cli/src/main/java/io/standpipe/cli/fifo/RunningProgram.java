package io.standpipe.cli.fifo;

import io.standpipe.Child;
import io.standpipe.ExitStatus;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.conversation.Answers;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationException;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.error.DeadlineExceededException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The program of {@code fifo serve} while it runs, and what it still owes.
 *
 * <p>A caller's time limit ends the caller's wait, not the program: the question is still owed its
 * answer, which is dropped when it comes, and the next question is sent after that. Only a program
 * that has not answered a question within the server's own limit hangs, unless it plainly waits for
 * the next question: then it has nothing to say to this one, and the question is forgotten.
 *
 * <p>One question at a time, unless answers are recognised by keys.
 */
final class RunningProgram {
  static final String HANGS = "gave no answer in time (--timeout sets the limit)";
  private static final long NEVER = Long.MAX_VALUE;
  private static final Duration LONGEST = Duration.ofDays(10_000);
  private static final int TRIES = 3;
  private static final Duration FIRST_SLICE = Duration.ofMillis(10);
  private static final Duration LONGEST_SLICE = Duration.ofMillis(200);

  private final Child child;
  private final Conversation conversation;
  private final Answers answers;
  private final Duration limit;
  private volatile boolean hasAnswered;
  private volatile long lastAnswer = System.nanoTime();

  /** How many nanoseconds after {@link #start} the program counts as hanging. */
  private long hangsAt = NEVER;

  private final long start = System.nanoTime();

  RunningProgram(Child child, ConversationOptions options, Answers answers, Duration limit) {
    this.child = child;
    this.conversation = Conversation.with(child, options);
    this.answers = answers;
    this.limit = limit;
  }

  Child child() {
    return child;
  }

  /** The program has not answered in the server's time, and does not wait for the next question. */
  static final class HangsException extends IOException {
    private static final long serialVersionUID = 1;

    private HangsException(Throwable cause) {
      super(HANGS, cause);
    }
  }

  /**
   * Blocks until the answers to earlier questions, whose callers have given up, have come or will
   * not come. Only then is it certain whose answer the next message is. The answers wake the wait
   * and are dropped; that the program waits for input is no event, so this looks now and then.
   *
   * @return false if the program has been at an earlier question for longer than its limit
   * @throws IOException if the caller gives up first; its question has not been sent
   */
  boolean awaitTurn(Duration callersLimit) throws IOException {
    if (answers.matcher().isPresent()) {
      return true;
    }
    long callerEnds =
        now() + (callersLimit.compareTo(LONGEST) < 0 ? callersLimit : LONGEST).toNanos();
    Duration slice = FIRST_SLICE;
    while (conversation.lateAnswers() > 0 && !forgiveIfIdle()) {
      long left = Math.min(callerEnds, hangsAt) - now();
      if (left <= 0) {
        if (hangsAt <= callerEnds) {
          return false;
        }
        throw callersTimeIsOver(null);
      }
      Duration most = Duration.ofNanos(left);
      UnaskedMessages.take(conversation, slice.compareTo(most) < 0 ? slice : most);
      slice = slice.compareTo(LONGEST_SLICE) < 0 ? slice.multipliedBy(2) : LONGEST_SLICE;
    }
    hangsAt = NEVER;
    return true;
  }

  private static IOException callersTimeIsOver(@Nullable Throwable cause) {
    return new IOException("the caller's time was over before the program answered", cause);
  }

  /**
   * Returns the answer, its messages as lines.
   *
   * @param callersLimit how long the caller waits, after {@link #awaitTurn}
   * @throws IOException with the reason for the caller; the program goes on, except after a {@link
   *     HangsException} and what a broken conversation throws
   */
  String ask(String question, Duration callersLimit) throws IOException {
    if (answers.matcher().isPresent()) {
      return askByKey(question, callersLimit);
    }
    dropUnasked();
    return ask(question, callersLimit, TRIES);
  }

  private String ask(String question, Duration callersLimit, int tries) throws IOException {
    long sent = now();
    boolean callerIsFirst = callersLimit.compareTo(limit) < 0;
    try {
      List<String> messages = conversation.askAll(question, callerIsFirst ? callersLimit : limit);
      hasAnswered = true;
      refuseMore();
      return String.join("\n", messages);
    } catch (DeadlineExceededException e) {
      hangsAt = sent + limit.toNanos();
      if (forgiveIfIdle()) {
        throw new IOException(
            "the program gave no whole answer to this; it waits for the next call", e);
      } else if (callerIsFirst) {
        throw callersTimeIsOver(e);
      }
      throw new HangsException(e);
    } catch (ConversationException e) {
      if (e.reason() != ConversationException.Reason.UNASKED || tries == 0) {
        throw e;
      }
      dropUnasked(); // it came at this moment; the question was not sent
      return ask(question, callersLimit, tries - 1);
    }
  }

  private long now() {
    return System.nanoTime() - start;
  }

  /**
   * Whether questions were owed an answer and have been forgotten, because the program waits for
   * the next one. A program that has never answered may hold back what it has written; it is not
   * trusted.
   */
  private boolean forgiveIfIdle() throws IOException {
    if (hangsAt == NEVER || !hasAnswered || !IdleProgram.is(child)) {
      return false;
    }
    conversation.discardLateAnswers();
    UnaskedMessages.take(
        conversation, Duration.ZERO); // the late answers, if they have come meanwhile
    hangsAt = NEVER;
    return true;
  }

  private void dropUnasked() throws IOException {
    var unasked = UnaskedMessages.take(conversation, Duration.ZERO);
    if (!unasked.isEmpty()) {
      StandardOutput.warn(
          child + " wrote what no call had asked for, which was dropped: " + unasked);
    }
  }

  /** An answer of more messages than one is an error to its own caller, not to the next one. */
  private void refuseMore() throws IOException {
    var more = UnaskedMessages.take(conversation, Duration.ZERO);
    if (!more.isEmpty()) {
      throw new IOException(
          "the program went on after its answer ("
              + answers
              + "): "
              + more
              + "; the server's --answers says where an answer ends");
    }
  }

  private String askByKey(String question, Duration callersLimit) throws IOException {
    long sent = System.nanoTime();
    boolean callerIsFirst = callersLimit.compareTo(limit) < 0;
    try {
      String answer = conversation.askAsync(question, callerIsFirst ? callersLimit : limit).get();
      lastAnswer = System.nanoTime();
      return answer;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DeadlineExceededException late) {
        if (callerIsFirst || lastAnswer - sent > 0) {
          throw new IOException("the program gave no answer to this call in time", late);
        }
        throw new HangsException(late);
      }
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      throw (IOException) new InterruptedIOException("the server is being closed").initCause(e);
    }
  }

  /** {@code exited with code 3}: how the program ended. */
  String ended() {
    return child.status().map(ExitStatus::toString).orElse("closed its output");
  }

  void end() {
    conversation.close();
    child.close();
  }

  @Override
  public String toString() {
    return child.toString();
  }
}
