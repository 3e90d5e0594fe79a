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

/**
 * The program of {@code fifo serve} while it runs, and what it still owes.
 *
 * <p>A caller's time limit ends the caller's wait, not the program: the question is still owed its
 * answer, which is dropped when it comes. Only a program that has not answered a question within
 * the server's own limit hangs, unless it plainly waits for the next question: then it has nothing
 * to say to this one, and the question is forgotten.
 *
 * <p>One question at a time, unless answers are recognised by keys.
 */
final class RunningProgram {
  static final String HANGS = "gave no answer in time (--timeout sets the limit)";
  private static final long NEVER = Long.MAX_VALUE;
  private static final int TRIES = 3;

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

  /** Whether it has not answered an earlier question in time, and is still at it. */
  boolean isHanging() throws IOException {
    return now() >= hangsAt && !forgiveIfIdle();
  }

  /**
   * Returns the answer, its messages as lines.
   *
   * @param callersLimit how long the caller waits
   * @throws IOException with the reason for the caller; the program goes on, except after a {@link
   *     HangsException} and what a broken conversation throws
   */
  String ask(String question, Duration callersLimit) throws IOException {
    if (answers.matcher().isPresent()) {
      return askByKey(question, callersLimit);
    }
    forgiveIfIdle();
    dropUnasked();
    return ask(question, callersLimit, TRIES);
  }

  private String ask(String question, Duration callersLimit, int tries) throws IOException {
    long sent = now();
    Duration left = Duration.ofNanos(Math.clamp(hangsAt - sent, 0, limit.toNanos()));
    boolean callerIsFirst = callersLimit.compareTo(left) < 0;
    try {
      List<String> messages = conversation.askAll(question, callerIsFirst ? callersLimit : left);
      hasAnswered = true;
      hangsAt = NEVER;
      refuseMore();
      return String.join("\n", messages);
    } catch (DeadlineExceededException e) {
      hangsAt = Math.min(hangsAt, sent + limit.toNanos());
      if (forgiveIfIdle()) {
        throw new IOException(
            "the program gave no whole answer to this; it waits for the next call", e);
      } else if (callerIsFirst) {
        throw new IOException("the caller's time was over before the program answered", e);
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
    UnaskedMessages.take(conversation); // the late answers, if they have come meanwhile
    hangsAt = NEVER;
    return true;
  }

  private void dropUnasked() throws IOException {
    var unasked = UnaskedMessages.take(conversation);
    if (!unasked.isEmpty()) {
      StandardOutput.warn(
          child + " wrote what no call had asked for, which was dropped: " + unasked);
    }
  }

  /** An answer of more messages than one is an error to its own caller, not to the next one. */
  private void refuseMore() throws IOException {
    var more = UnaskedMessages.take(conversation);
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
