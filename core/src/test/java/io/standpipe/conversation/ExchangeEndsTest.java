package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a wait in an exchange ends before its time: by a close, by an interrupt. */
@Timeout(60)
@Tag("blocking")
class ExchangeEndsTest {
  private static final String LARGE = "x".repeat(1 << 20);

  /** Calls that wait, whatever for. One question may be in flight. */
  private static final Map<String, Call> WAITS =
      Map.of(
          "for any answer", ExchangePeer::answer,
          "for an answer that is due", peer -> sent(peer, "a") + peer.answer(),
          "for room", peer -> sent(peer, "a", "b"),
          "for room in the pipe", peer -> sent(peer, LARGE));

  private Leaks before;

  private interface Call {
    String on(ExchangePeer peer) throws IOException;
  }

  private static String sent(ExchangePeer peer, String... questions) throws IOException {
    peer.asked(questions);
    return "sent";
  }

  static Stream<Arguments> waits() {
    return WAITS.keySet().stream()
        .flatMap(wait -> Stream.of(ThreadKind.values()).map(kind -> Arguments.of(wait, kind)));
  }

  private static ExchangePeer peer() throws IOException {
    return ExchangePeer.on(ExchangePeer.lines().maxInFlight(1));
  }

  @BeforeEach
  void look() {
    before = Leaks.snapshot();
  }

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNoneSince(before);
  }

  @ParameterizedTest
  @MethodSource("waits")
  void aCloseEndsTheWait(String wait, ThreadKind kind) throws Exception {
    try (ExchangePeer peer = peer()) {
      var waiting = Background.parked(kind, () -> WAITS.get(wait).on(peer));
      peer.exchange.close();

      assertThat(waiting.failure()).isInstanceOf(AsynchronousCloseException.class);
      assertThat(peer.exchange.isOpen()).isFalse();
      assertThatThrownBy(peer::answer).isExactlyInstanceOf(ClosedChannelException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("waits")
  void anInterruptEndsTheWaitAndClosesTheExchange(String wait, ThreadKind kind) throws Exception {
    try (ExchangePeer peer = peer()) {
      var waiting = Background.parked(kind, () -> WAITS.get(wait).on(peer));
      waiting.interrupt();

      assertThat(waiting.failure()).isInstanceOf(ClosedByInterruptException.class);
      assertThat(waiting.isInterruptedAfter()).isTrue();
      assertThat(peer.exchange.isOpen()).isFalse();
      assertThatThrownBy(() -> peer.asked("a")).isExactlyInstanceOf(ClosedChannelException.class);
    }
  }

  /** The two threads sleep in different places; an interrupt of one must wake the other one. */
  @ParameterizedTest
  @MethodSource("waits")
  void anInterruptOfOneThreadEndsTheWaitOfTheOther(String wait, ThreadKind kind) throws Exception {
    try (ExchangePeer peer = peer()) {
      var waiting = Background.parked(kind, () -> WAITS.get(wait).on(peer));
      boolean receives = wait.endsWith("answer") || wait.endsWith("due");
      var other = Background.parked(kind, receives ? () -> sent(peer, LARGE, LARGE) : peer::answer);
      Eventually.parked(waiting.thread());
      other.interrupt();

      assertThat(other.failure()).isInstanceOf(ClosedByInterruptException.class);
      assertThat(waiting.failure()).isInstanceOf(AsynchronousCloseException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("waits")
  void aThreadThatWaitsForItsTurnIsWokenToo(String wait, ThreadKind kind) throws Exception {
    try (ExchangePeer peer = peer()) {
      var first = Background.parked(kind, () -> WAITS.get(wait).on(peer));
      boolean receives = wait.endsWith("answer") || wait.endsWith("due");
      var second = Background.parked(kind, receives ? peer::answer : () -> sent(peer, "c"));
      peer.exchange.close();

      assertThat(first.failure()).isInstanceOf(AsynchronousCloseException.class);
      assertThat(second.failure()).isInstanceOf(AsynchronousCloseException.class);
    }
  }

  @Test
  void afterACloseEveryCallFindsTheExchangeClosed() throws Exception {
    try (ExchangePeer peer = peer()) {
      peer.exchange.close();
      peer.exchange.close();

      assertThatThrownBy(() -> peer.asked("a")).isExactlyInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(peer::answer).isExactlyInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(peer.exchange::finish).isExactlyInstanceOf(ClosedChannelException.class);
    }
  }

  /** Nothing is read ahead for a caller that does not receive, so the program waits. */
  @Test
  void theProgramWaitsWhileNoThreadReceives() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
      var talking =
          Background.start(
              ThreadKind.PLATFORM,
              () -> {
                peer.says("x".repeat(100) + "\n".repeat(1 << 20));
                return "said";
              });
      Eventually.holds("the pipe is full", () -> peer.toUs.reader().available() >= 4096);
      Eventually.parked(talking.thread());
      peer.toUs.close();

      assertThat(talking.failure()).isInstanceOf(IOException.class);
    }
  }
}
