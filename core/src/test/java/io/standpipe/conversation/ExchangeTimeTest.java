package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The time limits of an exchange: from when each counts, and what is left after it. */
@Timeout(60)
@Tag("blocking")
class ExchangeTimeTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final ExchangeOptions BY_KEY =
      ExchangePeer.lines().answers(Answers.key(Pattern.compile("^[0-9]+")));

  private Leaks before;

  @BeforeEach
  void look() {
    before = Leaks.snapshot();
  }

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNoneSince(before);
  }

  private static ExchangePeer within(Duration limit) throws IOException {
    return ExchangePeer.on(ExchangePeer.lines().limit(limit));
  }

  private static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Eventually.holds(time + " have passed", () -> System.nanoTime() - end > 0);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void anAnswerThatDoesNotComeInTimeEndsTheExchange() throws Exception {
    try (ExchangePeer peer = within(SHORT)) {
      peer.asked("a", "b");
      peer.says("1\n=#"); // no beginning of a secret of another test in this JVM
      assertThat(peer.answer()).isEqualTo("a: 1");
      var late = catchThrowableOfType(DeadlineExceededException.class, peer::answer);

      assertThat(late)
          .hasMessage(
              "receive 1 answer from %s and %s timed out after 100ms: so far came \"=#\"",
              peer.toUs.reader(), peer.toPeer.writer());
      assertThat(late.limit()).isEqualTo(SHORT);
      assertThat(late.received()).isEqualTo("=#");
      assertThat(peer.exchange.inFlight()).isOne();
      assertThat(peer.exchange.isOpen()).isFalse();
      assertThatThrownBy(peer::answer).isSameAs(late);
      assertThatThrownBy(() -> peer.asked("c")).isSameAs(late);
    }
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void aQuestionThatIsSentWhileAThreadReceivesHasItsWholeTime(ThreadKind kind) throws Exception {
    Duration limit = Duration.ofMillis(300);
    try (ExchangePeer peer = within(limit)) {
      var receiving = Background.parked(kind, peer::answer);
      pass(limit.multipliedBy(2).dividedBy(3)); // of what a limit from the call's start would leave
      long sent = System.nanoTime();
      peer.asked("a");

      assertThat(receiving.failure()).isInstanceOf(DeadlineExceededException.class);
      assertThat(since(sent)).isBetween(limit, limit.multipliedBy(10));
    }
  }

  /** For longer than the limit, as long as nothing is due; even if half a message is there. */
  @Test
  void aThreadMayReceiveBeforeAnythingIsAsked() throws Exception {
    Duration limit = Duration.ofSeconds(1);
    try (ExchangePeer peer = within(limit)) {
      var receiving = Background.parked(ThreadKind.PLATFORM, peer::answer);
      peer.says("> ");
      pass(limit.plus(SHORT));
      peer.asked("a");
      peer.says("1\n");

      assertThat(receiving.value()).isEqualTo("a: > 1");
    }
  }

  /** Each is answered in time, but the last one comes after more than a limit. */
  @Test
  void aProgramIsNotBlamedForTheQuestionsThatWaitForIt() throws Exception {
    Duration limit = Duration.ofMillis(1500);
    Command slow = Command.shell("while read x; do sleep 0.6; echo $x; done");
    try (Child child = slow.piped().start();
        Exchange<String> exchange = Exchange.with(child, ExchangePeer.lines().limit(limit))) {
      long sent = System.nanoTime();
      exchange.sendAll(List.of("a", "b", "c"), text -> text.getBytes(UTF_8));
      for (String each : List.of("a", "b", "c")) {
        assertThat(ExchangePeer.text(exchange.receive())).isEqualTo(each + ": " + each);
      }

      assertThat(since(sent)).isGreaterThan(limit);
    }
  }

  @Test
  @Tag("alone")
  void byKeyAnAnswerGivesTheOtherQuestionsNoMoreTime() throws Exception {
    Duration limit = Duration.ofMillis(600);
    try (ExchangePeer peer = ExchangePeer.on(BY_KEY.limit(limit))) {
      long sent = System.nanoTime();
      peer.asked("1", "2");
      var first = Background.start(ThreadKind.PLATFORM, peer::answer);
      pass(limit.dividedBy(2));
      peer.says("2\n");
      assertThat(first.value()).isEqualTo("2: 2");

      assertThatThrownBy(peer::answer).isInstanceOf(DeadlineExceededException.class);
      assertThat(since(sent)).isBetween(limit, limit.plus(limit.dividedBy(2)));
    }
  }

  /** Finds no key, and takes its time, so that the pipe is full whenever it is read. */
  private static final class Slow implements ReplyMatcher {
    @Override
    public Object questionKey(String question) {
      return question;
    }

    @Override
    public Optional<?> answerKey(String message) {
      LockSupport.parkNanos(1_000_000);
      return Optional.empty();
    }

    @Override
    public Optional<String> handleUnmatched(String message) {
      return Optional.empty();
    }
  }

  private static ExchangeOptions slowly() {
    return ExchangePeer.lines().answers(Answers.key(new Slow()));
  }

  /** Lines of 1,000 characters without end. */
  private static Command flood() {
    return Command.of("yes", "x".repeat(1000));
  }

  /** No read of the pipe ever waits, and no limit on bytes is reached. */
  @Test
  void aFloodThatAnswersNothingEndsAtTheLimit() throws Exception {
    try (Child yes = flood().piped().start();
        Exchange<String> exchange = Exchange.with(yes, slowly().limit(SHORT))) {
      exchange.send("1", "1".getBytes(UTF_8));

      assertThatThrownBy(exchange::receive)
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("receive 1 answer from child");
    }
  }

  @Test
  void aFloodThatAnswersNothingEndsWithTheTimeOfTheCall() throws Exception {
    try (Child yes = flood().piped().start();
        Exchange<String> exchange = Exchange.with(yes, slowly())) {
      assertThatThrownBy(() -> exchange.receive(SHORT))
          .isInstanceOf(DeadlineExceededException.class);
      assertThat(exchange.isOpen()).isTrue();
    }
  }

  @Test
  void aCallWhoseOwnTimeIsOverLosesNothing() throws Exception {
    try (ExchangePeer peer = ExchangePeer.with(Answers.until("."))) {
      assertThatThrownBy(() -> peer.exchange.receive(Duration.ZERO))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageStartingWith("receive an answer from ");
      peer.asked("a");
      peer.says("1\n2\n=#");
      assertThatThrownBy(() -> peer.exchange.receive(SHORT))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageEndingWith("timed out after 100ms: so far came \"2\\n=#\"");
      assertThat(peer.exchange.isOpen()).isTrue();
      peer.says("lf\n.\n");

      assertThat(ExchangePeer.text(peer.exchange.receive(Duration.ofSeconds(20))))
          .isEqualTo("a: 1, 2, =#lf");
    }
  }

  /** It could not say the rest: nobody read. */
  @Test
  void aProgramThatHadToWaitForTheReceiverHasItsWholeTime() throws Exception {
    Duration limit = Duration.ofSeconds(1);
    try (ExchangePeer peer = within(limit)) {
      peer.asked("a");
      peer.says("=#");
      pass(limit.plus(SHORT));
      var receiving = Background.parked(ThreadKind.PLATFORM, peer::answer);
      peer.says("lf\n");

      assertThat(receiving.value()).isEqualTo("a: =#lf");
    }
  }

  @Test
  void aProgramThatHadNothingToSayMeanwhileHasNoMoreTime() throws Exception {
    Duration limit = Duration.ofSeconds(2);
    try (ExchangePeer peer = within(limit)) {
      peer.asked("a");
      pass(limit);
      long start = System.nanoTime();

      assertThatThrownBy(peer::answer).isInstanceOf(DeadlineExceededException.class);
      assertThat(since(start)).isLessThan(limit);
    }
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void aProgramThatNeverReadsEndsTheSendersWaitToo(ThreadKind kind) throws Exception {
    try (ExchangePeer peer = within(SHORT)) {
      var sending =
          Background.parked(
              kind,
              () -> {
                peer.asked("x".repeat(1 << 20));
                return "sent";
              });
      var late = catchThrowableOfType(DeadlineExceededException.class, peer::answer);

      assertThat(late).isNotNull();
      assertThat(sending.failure()).isSameAs(late);
    }
  }

  /** The thread that sends more than the pipes hold must not be the only one. */
  @Test
  void oneThreadAloneSendsNoMoreThanThePipesHold() throws Exception {
    byte[] large = "x".repeat(1 << 20).getBytes(UTF_8);
    try (Child cat = Command.of("cat").piped().start();
        Exchange<String> exchange = Exchange.with(cat, ExchangePeer.lines())) {
      assertThatThrownBy(() -> exchange.send("a", large, SHORT))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageStartingWith("send to child ")
          .hasMessageContaining("timed out after 100ms: ");
      assertThat(exchange.inFlight()).isOne();
      assertThat(exchange.isOpen()).isTrue();

      var receiving = Background.start(ThreadKind.VIRTUAL, exchange::receive);
      exchange.finish(); // writes the rest
      assertThat(receiving.value().message()).isEqualTo(large);
      assertThat(exchange.receive()).isNull();
    }
  }

  @Test
  void aQuestionForWhichThereWasNoRoomInTimeIsNotSent() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines().maxInFlight(1))) {
      peer.asked("a");
      assertThatThrownBy(() -> peer.exchange.send("b", "b".getBytes(UTF_8), SHORT))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageEndingWith(
              "timed out after 100ms: 1 question waits for an answer: there is no room for more");
      peer.says("1\n");
      assertThat(peer.answer()).isEqualTo("a: 1");
      peer.exchange.sendAll(List.of("c"), text -> text.getBytes(UTF_8), Duration.ofSeconds(20));

      assertThat(peer.hears() + peer.hears()).isEqualTo("ac");
    }
  }
}
