package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.conversation.ConversationException.Reason;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.Framing;
import io.standpipe.testing.Background;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that end, answer wrongly, or do not answer at all. */
@Timeout(60)
@Tag("blocking")
class ExchangeFaultsTest {
  private static final Framing BINARY = Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN);

  private Leaks before;

  @BeforeEach
  void look() {
    before = Leaks.snapshot();
  }

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNoneSince(before);
  }

  interface Script {
    void play(ExchangePeer peer) throws IOException;
  }

  /** What ends an exchange, after which each call throws it again. */
  private static ConversationException failure(Reason reason, ExchangePeer peer) {
    ConversationException failure = ended(reason, peer);
    assertFinal(failure, peer.exchange);
    return failure;
  }

  private static ConversationException ended(Reason reason, ExchangePeer peer) {
    var failure = catchThrowableOfType(ConversationException.class, peer::answer);
    assertThat(failure).isNotNull();
    assertThat(failure.reason()).isEqualTo(reason);
    return failure;
  }

  private static void assertFinal(Throwable failure, Exchange<String> exchange) {
    assertThat(exchange.isOpen()).isFalse();
    assertThat(catchThrowable(exchange::receive)).isSameAs(failure);
    assertThat(catchThrowable(() -> exchange.send("x", new byte[0]))).isSameAs(failure);
    assertThat(catchThrowable(exchange::finish)).isSameAs(failure);
    exchange.close();
    assertThat(catchThrowable(exchange::receive)).isSameAs(failure);
  }

  @Test
  void whatAProgramSaidBeforeItDiedIsReceivedFirst() throws Exception {
    Command command = Command.shell("read a; echo $a; read b; exit 3");
    try (Child child = command.piped().start();
        Exchange<String> exchange = Exchange.with(child, ExchangePeer.lines())) {
      exchange.sendAll(List.of("a", "b", "c"), text -> text.getBytes(UTF_8));

      assertThat(ExchangePeer.text(exchange.receive())).isEqualTo("a: a");
      assertThatThrownBy(exchange::receive)
          .isInstanceOfSatisfying(
              ConversationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENDED))
          .hasMessage(
              "receive 2 answers from %s: the other side exited with code 3; nothing came", child);
      assertThat(exchange.inFlight()).isEqualTo(2);
    }
  }

  @Test
  void anEndOfTheOutputBeforeFinishIsAnError() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
      peer.ends();

      assertThat(failure(Reason.ENDED, peer)).hasMessageStartingWith("receive an answer from ");
    }
  }

  @Test
  void anEndAfterFinishIsAnErrorIfAnAnswerIsDue() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
      peer.asked("a");
      peer.exchange.finish();
      peer.ends();

      assertThat(failure(Reason.ENDED, peer)).hasMessageStartingWith("receive 1 answer from ");
    }
  }

  @Test
  void aProgramThatNoLongerReadsEndsTheSendingAndLeavesItsAnswers() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
      peer.asked("a");
      peer.says("1\n");
      peer.toPeer.reader().close();

      assertThatThrownBy(() -> peer.asked("b"))
          .isInstanceOfSatisfying(
              ConversationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENDED))
          .hasMessageStartingWith("send to ")
          .hasMessageContaining("no longer reads");
      assertThat(peer.answer()).isEqualTo("a: 1");
      peer.ends();
      assertThat(failure(Reason.ENDED, peer)).hasMessageStartingWith("receive 1 answer from ");
    }
  }

  @Test
  void halfALineIsNoAnswer() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
      peer.asked("a", "b");
      peer.exchange.finish();
      peer.says("1\n=#");
      peer.ends();

      assertThat(peer.answer()).isEqualTo("a: 1");
      assertThat(failure(Reason.ENDED_EARLY, peer))
          .hasMessageEndingWith("the other side has ended in the middle of a message: \"=#\"")
          .extracting(ConversationException::received)
          .isEqualTo("=#");
    }
  }

  @Test
  void halfAFrameIsNoAnswer() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangeOptions.of(BINARY))) {
      peer.asked("a");
      peer.says("\0\0\0\5half");
      peer.ends();

      assertThat(failure(Reason.ENDED_EARLY, peer))
          .hasMessageEndingWith("\"\\x00\\x00\\x00\\x05half\"");
    }
  }

  @Test
  void anAnswerWithoutItsEndIsNone() throws Exception {
    try (ExchangePeer peer = ExchangePeer.with(Answers.until("."))) {
      peer.asked("a");
      peer.says("1\n2\n");
      peer.ends();

      assertThat(failure(Reason.ENDED, peer)).hasMessageEndingWith("so far came \"2\"");
    }
  }

  @Test
  void aMessageBeforeAnyQuestionIsUnasked() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
      peer.says("hello\n");

      assertThat(failure(Reason.UNASKED, peer))
          .hasMessageEndingWith(
              "\"hello\" came while no question was in flight: a second answer, a greeting or a"
                  + " stray print");
    }
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void anUnaskedMessageEndsAReceiveThatWaits(ThreadKind kind) throws Exception {
    try (ExchangePeer peer = ExchangePeer.with(Answers.until("."))) {
      var receiving = Background.parked(kind, peer::answer);
      peer.says("hello\n");

      assertThat(receiving.failure()).isInstanceOf(ConversationException.class);
    }
  }

  /** It would be taken for the answer to the next question. */
  @Test
  void aSecondAnswerIsFoundBeforeTheNextQuestionIsSent() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
      peer.asked("a");
      peer.says("1\n1 again\n");
      assertThat(peer.answer()).isEqualTo("a: 1");

      assertThatThrownBy(() -> peer.asked("b"))
          .isInstanceOfSatisfying(
              ConversationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNASKED))
          .hasMessageStartingWith("send to ")
          .hasMessageContaining("\"1 again\" came while no question was in flight");
      assertThat(peer.exchange.isOpen()).isFalse();
      assertThat(peer.hears()).isEqualTo("a");
      assertThat(peer.hears()).isNull();
    }
  }

  @Test
  void halfAMessageBeforeAQuestionIsLeftWhereItIs() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
      peer.says("> "); // a prompt
      peer.asked("a");
      peer.says("1\n");

      assertThat(peer.answer()).isEqualTo("a: > 1");
    }
  }

  @Test
  void halfAMessageAtTheEndIsFoundBeforeAQuestionIsSent() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
      peer.asked("a");
      peer.says("1\n=#");
      assertThat(peer.answer()).isEqualTo("a: 1");
      peer.ends();

      assertThatThrownBy(() -> peer.asked("b"))
          .isInstanceOfSatisfying(
              ConversationException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.ENDED_EARLY));
    }
  }

  @Test
  void aProgramThatAnswersTwiceIsFoundOut() throws Exception {
    Command twice = Command.shell("while read x; do echo $x; echo $x; done");
    try (Child child = twice.piped().start();
        Exchange<Integer> exchange = Exchange.with(child, ExchangePeer.lines())) {
      exchange.sendAll(IntStream.range(0, 100).boxed().toList(), i -> ("" + i).getBytes(UTF_8));
      exchange.finish();
      for (int i = 0; i < 100; i++) {
        assertThat(exchange.receive().question()).isEqualTo(i);
      }

      assertThatThrownBy(exchange::receive)
          .isInstanceOfSatisfying(
              ConversationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNASKED));
    }
  }

  @Test
  void anAnswerThatDoesNotBeginWithItsCountIsAnError() throws Exception {
    try (ExchangePeer peer = ExchangePeer.with(Answers.counted())) {
      peer.asked("a");
      peer.says("two\n1\n2\n");

      assertThat(failure(Reason.NO_COUNT, peer)).hasMessageEndingWith("this is none: \"two\"");
    }
  }

  @Test
  void bytesThatBreakTheFramingEndTheExchange() throws Exception {
    ExchangeOptions json = ExchangeOptions.of(Framing.ndjson().resynchronizing());
    try (ExchangePeer peer = ExchangePeer.on(json)) {
      peer.asked("{}");
      peer.says("stray print\n{}\n");
      var failure = catchThrowableOfType(FrameException.class, peer::answer);

      assertThat(failure.reason()).isEqualTo(FrameException.Reason.MALFORMED);
      assertFinal(failure, peer.exchange);
    }
  }

  static Stream<Script> floods() {
    return Stream.of(
        peer -> peer.says("1".repeat(101) + "\n.\n"),
        peer -> peer.says("1".repeat(60) + "\n" + "2".repeat(9) + "\n.\n"),
        peer -> peer.says("\n".repeat(10)));
  }

  @ParameterizedTest
  @MethodSource("floods")
  void anAnswerThatIsTooLargeEndsTheExchange(Script flood) throws Exception {
    ExchangeOptions small = ExchangePeer.lines().answers(Answers.until(".")).maxAnswerBytes(100);
    try (ExchangePeer peer = ExchangePeer.on(small)) {
      peer.asked("a", "b");
      peer.says("1".repeat(60) + "\n.\n"); // with what the marker counts, 93
      flood.play(peer);

      assertThat(peer.answer()).startsWith("a: 1");
      assertThat(failure(Reason.TOO_MUCH, peer))
          .hasMessageContaining("an answer of more than 100 bytes; raise maxAnswerBytes()");
    }
  }

  @Test
  void anEndlessAnswerIsStoppedAtItsLimit() throws Exception {
    Command yes = Command.shell("read x; exec yes");
    ExchangeOptions options = ExchangePeer.lines().answers(Answers.until("."));
    try (Child child = yes.piped().start();
        Exchange<String> exchange = Exchange.with(child, options.maxAnswerBytes(1 << 20))) {
      exchange.send("a", "a".getBytes(UTF_8));

      assertThatThrownBy(exchange::receive)
          .isInstanceOfSatisfying(
              ConversationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MUCH));
    }
  }

  /** A failure of the receiver reaches a sender in both places where it can sleep. */
  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void aFailureWakesASenderThatWaitsForRoom(ThreadKind kind) throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines().maxInFlight(1))) {
      var sending = Background.parked(kind, () -> sent(peer, "a", "b"));
      peer.ends();
      ConversationException failure = ended(Reason.ENDED, peer);

      assertThat(sending.failure()).isSameAs(failure);
    }
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void aFailureWakesASenderThatWritesIntoAFullPipe(ThreadKind kind) throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
      var sending = Background.parked(kind, () -> sent(peer, "x".repeat(1 << 20)));
      peer.ends();
      ConversationException failure = ended(Reason.ENDED, peer);

      assertThat(sending.failure()).isSameAs(failure);
    }
  }

  private static String sent(ExchangePeer peer, String... questions) throws IOException {
    peer.asked(questions);
    return "sent";
  }

  /** To go on would give all later answers to the wrong questions. */
  @Test
  void codeOfTheUserThatThrowsWhileAnAnswerIsTakenEndsTheExchange() throws Exception {
    var bug = new IllegalStateException("a bug");
    var matcher =
        new ReplyMatcher() {
          @Override
          public Object questionKey(String question) {
            return question;
          }

          @Override
          public Optional<?> answerKey(String message) {
            throw bug;
          }

          @Override
          public Optional<String> handleUnmatched(String message) {
            throw new AssertionError("nothing of the kind is promised");
          }
        };
    try (ExchangePeer peer = ExchangePeer.with(Answers.key(matcher))) {
      peer.asked("a");
      peer.says("a\n");

      assertThatThrownBy(peer::answer).isSameAs(bug);
      assertThatThrownBy(peer::answer)
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("a message was lost to java.lang.IllegalStateException: a bug")
          .hasCause(bug);
    }
  }

  @Test
  void aFailureTellsNoSecretOfACommand() throws Exception {
    Command leaky = Command.shell("read x; echo hunter2; echo hunter2").secret("hunter2");
    try (Child child = leaky.piped().start();
        Exchange<String> exchange = Exchange.with(child, ExchangePeer.lines())) {
      exchange.send("a", "a".getBytes(UTF_8));
      assertThat(ExchangePeer.text(exchange.receive())).isEqualTo("a: hunter2");

      var unasked = catchThrowableOfType(ConversationException.class, exchange::receive);
      assertThat(unasked).hasMessageContaining("\"***\" came").hasMessageNotContaining("hunter");
      assertThat(unasked.received()).isEqualTo("***");
    }
  }
}
