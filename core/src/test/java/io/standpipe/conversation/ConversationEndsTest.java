package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Signal;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Background;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a wait in a conversation ends before its time: by a close, by an interrupt. */
@Timeout(90)
@Tag("blocking")
class ConversationEndsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String LARGE = "x".repeat(1 << 20);

  /** Calls that wait, whatever for. */
  private static final Map<String, Call> WAITS =
      Map.of(
          "for an answer", talk -> talk.ask("q", LIMIT),
          "for several", talk -> talk.askUntil("q", _ -> false, LIMIT),
          "for a message", talk -> talk.receive(LIMIT),
          "for a text or a pattern",
              talk -> talk.expect(List.of(Expected.text("x"), Expected.regex("y+")), LIMIT),
          "for room", ConversationEndsTest::sendLarge,
          "for room while asking", talk -> talk.ask(LARGE, LIMIT));

  private interface Call {
    Object on(Conversation talk) throws IOException;
  }

  private static Object sendLarge(Conversation talk) throws IOException {
    talk.send(LARGE, LIMIT);
    return "sent";
  }

  static Stream<Arguments> waits() {
    return WAITS.keySet().stream()
        .flatMap(wait -> Stream.of(ThreadKind.values()).map(kind -> Arguments.of(wait, kind)));
  }

  private static Callable<Object> call(String wait, Conversation talk) {
    return () -> WAITS.get(wait).on(talk);
  }

  @ParameterizedTest
  @MethodSource("waits")
  void aCloseEndsTheWait(String wait, ThreadKind kind) throws Exception {
    Leaks before = Leaks.snapshot();
    try (Peer peer = Peer.onLines()) {
      var waiting = Background.parked(kind, call(wait, peer.talk));
      peer.talk.close();

      assertThat(waiting.failure()).isInstanceOf(AsynchronousCloseException.class);
    }
    Leaks.assertNoneSince(before);
  }

  @ParameterizedTest
  @MethodSource("waits")
  void anInterruptClosesTheConversation(String wait, ThreadKind kind) throws Exception {
    Leaks before = Leaks.snapshot();
    try (Peer peer = Peer.onLines()) {
      var waiting = Background.parked(kind, call(wait, peer.talk));
      waiting.interrupt();

      assertThat(waiting.failure()).isInstanceOf(ClosedByInterruptException.class);
      assertThat(waiting.isInterruptedAfter()).isTrue();
      var after = Background.start(kind, call(wait, peer.talk));
      assertThat(after.failure()).isInstanceOf(ClosedChannelException.class);
    }
    Leaks.assertNoneSince(before);
  }

  @ParameterizedTest
  @MethodSource("waits")
  void aCloseEndsTheWaitForTheLock(String wait, ThreadKind kind) throws Exception {
    try (Peer peer = Peer.on(ConversationOptions.lines().maxInFlight(2))) {
      var first = Background.parked(kind, () -> peer.talk.ask("first", LIMIT));
      var second = Background.parked(kind, call(wait, peer.talk));
      var third = Background.parked(kind, call(wait, peer.talk));
      peer.talk.close();

      assertThat(first.failure()).isInstanceOf(AsynchronousCloseException.class);
      assertThat(second.failure()).isInstanceOf(AsynchronousCloseException.class);
      assertThat(third.failure()).isInstanceOf(AsynchronousCloseException.class);
    }
  }

  @Test
  void aWaitForTheLockHasADeadlineOfItsOwn() throws Exception {
    try (Peer peer = Peer.onLines()) {
      var first = Background.parked(ThreadKind.VIRTUAL, () -> peer.talk.ask("first", LIMIT));
      var second =
          Background.start(
              ThreadKind.VIRTUAL, () -> peer.talk.ask("second", Duration.ofMillis(50)));
      assertThat(second.failure())
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("another thread has been at it all the time");
      assertThat(peer.hears()).isEqualTo("first");
      peer.says("answer\n");
      assertThat(first.value()).isEqualTo("answer");
    }
  }

  @Test
  void aQuestionIsCancelledByAnotherThread() throws Exception {
    try (Peer peer = Peer.onLines()) {
      var asking = Background.parked(ThreadKind.VIRTUAL, () -> peer.talk.ask("long", LIMIT));
      peer.talk.write("\3\n");
      assertThat(peer.hears()).isEqualTo("long");
      assertThat(peer.hears()).isEqualTo("\3");
      peer.says("cancelled\n");
      assertThat(asking.value()).isEqualTo("cancelled");
    }
  }

  /** At any moment of a conversation, whatever it does just then. */
  @Test
  void everyCallReturnsAndNothingIsLeftHoweverItEnds() throws Exception {
    Leaks before = Leaks.snapshot();
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 150; i++) {
      disturb(random, "seed " + seed + ", play " + i);
    }
    Leaks.assertNoneSince(before);
  }

  private static void disturb(Random random, String play) throws Exception {
    try (Child cat = Command.of("cat").piped().start();
        Conversation talk = Conversation.with(cat, ConversationOptions.lines().maxInFlight(8))) {
      var asking = Background.start(kind(random), () -> until(talk));
      var pipelining =
          Background.start(kind(random), () -> untilAsync(talk, random.nextBoolean() ? 10 : 5000));
      for (int spins = random.nextInt(200_000); spins > 0; spins--) {
        Thread.onSpinWait();
      }
      switch (random.nextInt(4)) {
        case 0 -> ThreadKind.VIRTUAL.start(talk::close);
        case 1 -> asking.interrupt();
        case 2 -> pipelining.interrupt();
        default -> cat.signal(Signal.KILL);
      }
      assertThat(asking.outcome()).as(play).satisfies(ConversationEndsTest::isAnEnd);
      assertThat(pipelining.outcome()).as(play).satisfies(ConversationEndsTest::isAnEnd);
    }
  }

  private static ThreadKind kind(Random random) {
    return random.nextBoolean() ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL;
  }

  private static void isAnEnd(Throwable end) {
    assertThat(end).isInstanceOfAny(ClosedChannelException.class, ConversationException.class);
  }

  private static boolean until(Conversation talk) throws IOException {
    for (int i = 0; ; i++) {
      String q = "q" + i;
      assertThat(talk.ask(q, LIMIT)).isEqualTo(q);
    }
  }

  private static boolean untilAsync(Conversation talk, int length) throws Exception {
    for (int i = 0; ; i++) {
      String q = "x".repeat(length) + i;
      var answer = talk.askAsync(q, LIMIT);
      if (i % 4 == 0) {
        try {
          assertThat(answer.join()).isEqualTo(q);
        } catch (CompletionException e) {
          throw (Exception) e.getCause();
        }
      }
    }
  }
}
