package io.standpipe.conversation;

import io.standpipe.conversation.Script.Difference;
import io.standpipe.conversation.Script.Step;
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
 * A script that is being played. Who plays it listens; what is to be said is said by virtual
 * threads, one for each group of lines, one after the other. So what comes is taken while a message
 * waits for room in the pipe: the other side may answer before it has heard us out.
 *
 * <p>Each wait ends: for room for a message by its limit, for a message by its own, which begins
 * when all is said that comes before, and so is bounded by what there is to say. A close of the
 * conversation ends both kinds.
 */
final class ScriptPlayer {
  private final List<Step> steps;
  private final Conversation conversation;
  private final Duration limit;
  private final boolean toEnd;
  private final Duration silence;
  private final CountDownLatch allHeard = new CountDownLatch(1);
  private volatile long lastHeard = System.nanoTime();
  private volatile long lastSaid = lastHeard;
  private CompletableFuture<Void> said = CompletableFuture.completedFuture(null);

  /**
   * @param toEnd whether the conversation ends with the script
   * @param silence before we end it
   */
  ScriptPlayer(
      List<Step> steps,
      Conversation conversation,
      Duration limit,
      boolean toEnd,
      Duration silence) {
    this.steps = steps;
    this.conversation = conversation;
    this.limit = limit;
    this.toEnd = toEnd;
    this.silence = silence;
  }

  Optional<Difference> play() throws IOException {
    int lastWord = lastWord();
    List<String> words = new ArrayList<>();
    if (toEnd && lastWord < 0) {
      say(words, true);
    }
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step.kind() == Kind.EXPECT) {
        Optional<String> heard = hear("line " + step.line() + " of the script", step.text());
        if (heard.isEmpty() || !step.fits().test(heard.get())) {
          return Optional.of(new Difference(step.line(), step.expected(), heard));
        }
        continue;
      }
      words.add(step.text());
      boolean last = i == lastWord;
      if (last || steps.get(i + 1).kind() == Kind.EXPECT) {
        say(words, toEnd && last);
        words = new ArrayList<>();
      }
    }
    allHeard.countDown();
    return toEnd ? end() : awaitSaid();
  }

  private int lastWord() {
    int i = steps.size() - 1;
    while (i >= 0 && steps.get(i).kind() == Kind.EXPECT) {
      i--;
    }
    return i;
  }

  private void say(List<String> words, boolean last) {
    said =
        said.thenRunAsync(
            () -> {
              try {
                for (String word : words) {
                  conversation.send(word, limit);
                }
                lastSaid = System.nanoTime();
                if (last) {
                  awaitSilence();
                  conversation.closeWriter();
                }
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            },
            Thread::startVirtualThread);
  }

  /** Until nothing has come for so long, or all has: nobody interrupts this thread. */
  private void awaitSilence() {
    try {
      long left = Deadline.nanos(silence);
      while (left > 0 && !allHeard.await(left, TimeUnit.NANOSECONDS)) {
        left = Deadline.nanos(silence) - (System.nanoTime() - lastHeard);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next message; empty at the end. */
  private Optional<String> hear(String where, Object what) throws IOException {
    Optional<String> heard = awaitMessage(where + ": receive %s from", what);
    lastHeard = System.nanoTime();
    return heard;
  }

  /** Its time begins when all that comes before it has been said. */
  private Optional<String> awaitMessage(String verb, Object what) throws IOException {
    Duration left = limit;
    DeadlineExceededException late = null;
    while (true) {
      try {
        return conversation.receive(verb, what, left);
      } catch (DeadlineExceededException e) {
        if (said.isCompletedExceptionally()) {
          awaitSaid(); // no answer can have come to what was not said
        }
        if (!e.limit().equals(left)) {
          throw e; // the time of the whole conversation
        }
        late = left.equals(limit) ? e : late;
        left = said.isDone() ? limit.minusNanos(System.nanoTime() - lastSaid) : limit;
        if (!left.isPositive()) {
          throw late == null ? e : late;
        }
      } catch (ConversationException e) {
        if (e.reason() != ConversationException.Reason.ENDED_EARLY) {
          throw e;
        }
        return Optional.of(e.received()); // the last line has no end, and was said all the same
      }
    }
  }

  private Optional<Difference> end() throws IOException {
    int after = steps.isEmpty() ? 1 : steps.getLast().line() + 1;
    Optional<String> more = hear("after the script", Expected.end());
    if (more.isPresent()) {
      return Optional.of(new Difference(after, Expected.end().toString(), more));
    }
    return awaitSaid();
  }

  private Optional<Difference> awaitSaid() throws IOException {
    try {
      said.get();
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      conversation.close();
      throw (ClosedByInterruptException) new ClosedByInterruptException().initCause(e);
    } catch (ExecutionException e) {
      throw RequestPipeline.rethrown(e.getCause() == null ? e : e.getCause());
    }
  }
}
