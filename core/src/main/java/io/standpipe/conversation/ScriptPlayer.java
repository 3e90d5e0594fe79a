package io.standpipe.conversation;

import io.standpipe.conversation.ScriptLine.Kind;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A script that is being played. The thread that plays it receives. Virtual threads send, one for
 * each group of messages, one group after the other. So what comes is received while a message
 * waits for room in the pipe: the other side may answer before it has read all of it.
 *
 * <p>Every wait ends. A message to send waits for room no longer than its limit. The limit of a
 * message to receive begins when everything before it has been sent, so that wait is bounded by
 * what there is to send. A close of the conversation ends both.
 */
final class ScriptPlayer {
  private final List<ScriptStep> steps;
  private final Conversation conversation;
  private final Duration limit;
  private final ScriptEnd end;
  private final CountDownLatch allReceived = new CountDownLatch(1);
  private volatile long lastReceived = System.nanoTime();
  private volatile long lastSent = lastReceived;
  private CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);

  ScriptPlayer(List<ScriptStep> steps, Conversation conversation, Duration limit, ScriptEnd end) {
    this.steps = steps;
    this.conversation = conversation;
    this.limit = limit;
    this.end = end;
  }

  Optional<ScriptDifference> play() throws IOException {
    int lastToSend = lastToSend();
    List<String> group = new ArrayList<>();
    if (end.closes() && lastToSend < 0) {
      sendAndClose(group);
    }
    for (int i = 0; i < steps.size(); i++) {
      ScriptStep step = steps.get(i);
      if (step.kind() == Kind.EXPECT) {
        long begin = System.nanoTime();
        Optional<String> came = receive(where(step), step.text());
        if (came.isEmpty() || !fits(step, came.get(), begin)) {
          return Optional.of(difference(step.line(), step.expected(), came));
        }
        continue;
      }
      group.add(step.text());
      if (i == lastToSend && end.closes()) {
        sendAndClose(group);
      } else if (i == lastToSend || steps.get(i + 1).kind() == Kind.EXPECT) {
        send(group);
        group = new ArrayList<>();
      }
    }
    allReceived.countDown();
    return end.closes() ? awaitEnd() : awaitSent();
  }

  private ScriptDifference difference(int line, String expected, Optional<String> came) {
    return new ScriptDifference(
        line, conversation.masked(expected), came.map(conversation::masked));
  }

  private static String where(ScriptStep step) {
    return "line " + step.line() + " of the script";
  }

  /** Compares a message within the time that it had to come. */
  private boolean fits(ScriptStep step, String came, long begin) throws IOException {
    long start = lastSent - begin > 0 ? lastSent : begin;
    Deadline until = new Deadline(start + Deadline.nanos(limit), limit);
    return conversation.compare(
        where(step) + ": compare with %s what came from",
        step.expected(),
        until,
        came,
        guard -> step.fits(came, guard));
  }

  private int lastToSend() {
    int i = steps.size() - 1;
    while (i >= 0 && steps.get(i).kind() == Kind.EXPECT) {
      i--;
    }
    return i;
  }

  private interface Action {
    void run() throws IOException;
  }

  private void send(List<String> group) {
    afterwards(() -> sendNow(group));
  }

  private void sendAndClose(List<String> group) {
    afterwards(() -> {
      sendNow(group);
      awaitSilence();
      conversation.closeWriter();
    });
  }

  private void afterwards(Action action) {
    sent =
        sent.thenRunAsync(
            () -> {
              try {
                action.run();
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            },
            Thread::startVirtualThread);
  }

  private void sendNow(List<String> group) throws IOException {
    for (String message : group) {
      conversation.send(message, limit);
    }
    lastSent = System.nanoTime();
  }

  /** Waits until nothing has come for that long, or everything has. */
  private void awaitSilence() {
    long silence = Deadline.nanos(end.silence());
    try {
      long left = silence;
      while (left > 0 && !allReceived.await(left, TimeUnit.NANOSECONDS)) {
        left = silence - (System.nanoTime() - lastReceived);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // does not happen: no other thread knows this one
    }
  }

  /** Returns the next message; empty at the end. */
  private Optional<String> receive(String where, Object expected) throws IOException {
    Optional<String> came = awaitMessage(where + ": receive %s from", expected);
    lastReceived = System.nanoTime();
    return came;
  }

  /** Its time begins when everything before it has been sent. */
  private Optional<String> awaitMessage(String verb, Object expected) throws IOException {
    Duration left = limit;
    DeadlineExceededException late = null;
    while (true) {
      try {
        return conversation.receive(verb, expected, left);
      } catch (DeadlineExceededException e) {
        if (sent.isCompletedExceptionally()) {
          awaitSent(); // no answer can have come to what was not sent
        }
        if (!e.limit().equals(left)) {
          throw e; // the limit of the whole conversation
        }
        late = left.equals(limit) ? e : late;
        left = sent.isDone() ? limit.minusNanos(System.nanoTime() - lastSent) : limit;
        if (!left.isPositive()) {
          throw late == null ? e : late;
        }
      } catch (ConversationException e) {
        if (e.reason() != ConversationException.Reason.ENDED_EARLY) {
          throw e;
        }
        return Optional.of(e.received()); // the last line lacks its end, but it was said
      }
    }
  }

  private Optional<ScriptDifference> awaitEnd() throws IOException {
    int after = steps.isEmpty() ? 1 : steps.getLast().line() + 1;
    Optional<String> more = receive("after the script", Expected.end());
    if (more.isPresent()) {
      return Optional.of(difference(after, Expected.end().toString(), more));
    }
    return awaitSent();
  }

  private Optional<ScriptDifference> awaitSent() throws IOException {
    try {
      sent.get();
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      conversation.close();
      throw (ClosedByInterruptException) new ClosedByInterruptException().initCause(e);
    } catch (ExecutionException e) {
      throw Failures.rethrown(e.getCause() == null ? e : e.getCause());
    }
  }
}
