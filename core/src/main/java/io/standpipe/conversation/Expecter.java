package io.standpipe.conversation;

import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/** Waits for texts and patterns, in turn with the calls that wait for messages. */
final class Expecter {
  private final ConversationEnds ends;
  private final ConversationLocks locks;
  private final CallFactory calls;
  private final ConversationOptions options;
  private final Dispatcher dispatcher;
  private final IncomingMessages incoming;
  private final Recorder recorder;

  Expecter(
      ConversationEnds ends,
      ConversationLocks locks,
      CallFactory calls,
      ConversationOptions options,
      Dispatcher dispatcher,
      IncomingMessages incoming,
      Recorder recorder) {
    this.ends = ends;
    this.locks = locks;
    this.calls = calls;
    this.options = options;
    this.dispatcher = dispatcher;
    this.incoming = incoming;
    this.recorder = recorder;
  }

  Match expect(List<Expected> anyOf, Deadline deadline) throws IOException {
    if (anyOf.isEmpty()) {
      throw new IllegalArgumentException("at least one Expected expected");
    }
    ends.ensureOpen();
    locks.requireNoListener();
    dispatcher.requireOrder("expect()");
    CallDescription tried = calls.describe("expect %s from", anyOf);
    Deadline until = calls.bounded(deadline, tried);
    locks.calls.take(until, tried);
    try {
      locks.reading.take(until, tried);
      try {
        dispatcher.drain(until, tried);
        Match match = new ExpectLoop(tried, anyOf, options, incoming, until).await();
        recorder.saidText(Direction.RECEIVED, match.before() + match.text());
        return match;
      } finally {
        locks.reading.release();
      }
    } finally {
      locks.calls.release();
    }
  }

  /**
   * @param verb a format with a place for {@code expected}
   */
  boolean compare(
      String verb, Object expected, Deadline deadline, String came, Predicate<MatchGuard> fits)
      throws IOException {
    CallDescription tried = calls.describe(verb, expected);
    Deadline until = calls.bounded(deadline, tried);
    try {
      return fits.test(MatchGuard.of(until, ends));
    } catch (MatchStopped e) {
      throw Failures.stopped(e, tried, until, came);
    }
  }

  /** {@link #expect} on a virtual thread. */
  CompletableFuture<Match> expectAsync(List<Expected> anyOf, Deadline deadline) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return expect(anyOf, deadline);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        Thread::startVirtualThread);
  }
}
