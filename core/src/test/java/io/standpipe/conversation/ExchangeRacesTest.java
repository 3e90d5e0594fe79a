package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.framing.FrameReader;
import io.standpipe.framing.FrameWriter;
import io.standpipe.framing.Framing;
import io.standpipe.testing.Background;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A sender and a receiver at full speed, and something that ends both at a random moment. The
 * program is played by two threads, which never wait for the exchange.
 */
@Timeout(120)
@Tag("blocking")
class ExchangeRacesTest {
  private static final int ROUNDS = 60;
  private static final long LONGEST_NANOS = 2_000_000;

  /** What ends an exchange that is in full swing. */
  enum Blow {
    CLOSE,
    INTERRUPT_SENDER,
    INTERRUPT_RECEIVER,
    /** The program says something that is no answer. */
    BREAK_FRAMING,
    /** The program closes its output. */
    END
  }

  /** A round of the race: an exchange, its two threads, and its program. */
  private static final class Round implements AutoCloseable {
    private final ExchangePeer peer;
    private final AtomicInteger received = new AtomicInteger();
    private final Background<String> program;
    private final Background<String> sender;
    private final Background<String> receiver;
    private volatile boolean broken;

    Round(ThreadKind kind) throws IOException {
      this.peer = ExchangePeer.on(ExchangeOptions.of(Framing.ndjson()).maxInFlight(50));
      this.program = Background.start(ThreadKind.VIRTUAL, this::echo);
      this.receiver = Background.start(kind, this::receive);
      this.sender = Background.start(kind, this::send);
    }

    private String echo() throws IOException {
      FrameReader in = Framing.lines().reader(peer.toPeer.reader());
      FrameWriter out = Framing.lines().writer(peer.toUs.writer());
      for (String line; (line = in.readText()) != null; ) {
        out.write(broken ? "no JSON" : line);
      }
      return "ended";
    }

    private String send() throws IOException {
      Iterable<String> withoutEnd =
          () -> IntStream.iterate(0, i -> i + 1).mapToObj(i -> "[" + i + "]").iterator();
      peer.exchange.sendAll(withoutEnd, text -> text.getBytes(UTF_8));
      return "sent all";
    }

    private String receive() throws IOException {
      for (Answer<String> answer; (answer = peer.exchange.receive()) != null; ) {
        String expected = "[" + received.getAndIncrement() + "]";
        assertThat(answer.question()).isEqualTo(expected);
        assertThat(new String(answer.message(), UTF_8)).isEqualTo(expected);
      }
      return "received all";
    }

    void strike(Blow blow) {
      switch (blow) {
        case CLOSE -> peer.exchange.close();
        case INTERRUPT_SENDER -> sender.interrupt();
        case INTERRUPT_RECEIVER -> receiver.interrupt();
        case BREAK_FRAMING -> broken = true;
        case END -> peer.toUs.writer().close();
      }
    }

    @Override
    public void close() {
      peer.close();
      program.outcome();
    }
  }

  @ParameterizedTest
  @EnumSource(Blow.class)
  void bothThreadsEndWithTheReason(Blow blow) throws Exception {
    var random = new Random(16);
    Leaks before = Leaks.snapshot();
    for (int i = 0; i < ROUNDS; i++) {
      try (var round = new Round(i % 2 == 0 ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL)) {
        LockSupport.parkNanos(random.nextLong(LONGEST_NANOS));
        round.strike(blow);
        Throwable sender = round.sender.failure();
        Throwable receiver = round.receiver.failure();

        assertThat(round.peer.exchange.isOpen()).isFalse();
        switch (blow) {
          case CLOSE -> {
            assertThat(sender).isInstanceOf(ClosedChannelException.class);
            assertThat(receiver).isInstanceOf(ClosedChannelException.class);
          }
          case INTERRUPT_SENDER -> assertInterrupted(sender, receiver);
          case INTERRUPT_RECEIVER -> assertInterrupted(receiver, sender);
          case BREAK_FRAMING, END -> assertThat(sender).isSameAs(receiver);
        }
      }
    }
    Leaks.assertNoneSince(before);
  }

  /** The end of the output follows the end of the input at once; a receiver waits for it. */
  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void anOutputThatEndsBecauseTheInputDidIsNoFailure(ThreadKind kind) throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
        var program = Background.start(ThreadKind.PLATFORM, () -> untilTheEnd(peer));
        var receiver = Background.start(kind, peer::answer);
        peer.exchange.finish();

        assertThat(receiver.value()).isEqualTo("end");
        assertThat(program.value()).isEqualTo("ended");
      }
    }
  }

  private static String untilTheEnd(ExchangePeer peer) throws IOException {
    assertThat(peer.hears()).isNull();
    peer.ends();
    return "ended";
  }

  private static void assertInterrupted(Throwable interrupted, Throwable other) {
    assertThat(interrupted).isInstanceOf(ClosedByInterruptException.class);
    assertThat(other).isInstanceOf(ClosedChannelException.class);
  }
}
