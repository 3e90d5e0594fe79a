package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.Framing;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Questions and answers in bulk, as long as everything goes well. */
@Timeout(60)
@Tag("blocking")
class ExchangeTest {
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

  private static <Q> Background<?> sending(
      Exchange<Q> exchange, List<Q> questions, Function<Q, byte[]> message) {
    return Background.start(
        ThreadKind.VIRTUAL,
        () -> {
          exchange.sendAll(questions, message);
          exchange.finish();
          return "sent";
        });
  }

  /** As text, because arrays are not equal. */
  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  @Test
  void eachAnswerComesWithItsQuestion() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
      peer.asked("a", "b");
      assertThat(peer.exchange.inFlight()).isEqualTo(2);
      assertThat(peer.hears() + peer.hears()).isEqualTo("ab");
      peer.says("1\n2\n");

      assertThat(peer.answer()).isEqualTo("a: 1");
      assertThat(peer.answer()).isEqualTo("b: 2");
      assertThat(peer.exchange.inFlight()).isZero();
    }
  }

  @Test
  void aBatchIsWrittenInOnePiece() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
      List<Integer> written = new ArrayList<>();
      List<String> batch = List.of("a", "b", "c");
      peer.exchange.sendAll(
          batch,
          question -> {
            written.add(queued(peer));
            return question.getBytes(UTF_8);
          });
      ByteBuffer all = ByteBuffer.allocate(100);

      assertThat(written).containsExactly(0, 0, 0);
      assertThat(peer.toPeer.reader().read(all)).isEqualTo("a\nb\nc\n".length());
    }
  }

  private static int queued(ExchangePeer peer) {
    try {
      return peer.toPeer.reader().available();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void thousandsAreInFlightThroughARealProgram(ThreadKind kind) throws Exception {
    var random = new Random(16);
    List<String> questions =
        IntStream.range(0, 20_000)
            .mapToObj(i -> i + " " + "x".repeat(random.nextInt(300)))
            .toList();
    try (Child cat = Command.of("cat").piped().start();
        Exchange<String> exchange = Exchange.with(cat, ExchangePeer.lines())) {
      Background<?> sent = sending(exchange, questions, question -> question.getBytes(UTF_8));
      var received = Background.start(kind, () -> received(exchange));

      assertThat(received.value()).isEqualTo(questions);
      assertThat(sent.value()).isEqualTo("sent");
      assertThat(exchange.receive()).isNull();
      assertThat(cat.await().isZero()).isTrue();
    }
  }

  /** The questions whose answers are the same text, up to the end. */
  private static List<String> received(Exchange<String> exchange) throws IOException {
    List<String> same = new ArrayList<>();
    for (Answer<String> answer; (answer = exchange.receive()) != null; ) {
      assertThat(exchange.inFlight()).isLessThanOrEqualTo(1024);
      if (answer.question().equals(new String(answer.message(), UTF_8))) {
        same.add(answer.question());
      }
    }
    return same;
  }

  @Test
  void anyBytesComeBackAsTheyWere() throws Exception {
    var random = new Random(4);
    List<byte[]> questions = new ArrayList<>();
    for (int length : new int[] {0, 1, 100, 65_536, 0, 3_000_000, 7}) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      questions.add(bytes);
    }
    try (Child cat = Command.of("cat").piped().start();
        Exchange<byte[]> exchange =
            Exchange.with(cat, ExchangeOptions.of(BINARY).maxBytesInFlight(70_000))) {
      Background<?> sent = sending(exchange, questions, bytes -> bytes);

      for (byte[] question : questions) {
        Answer<byte[]> answer = exchange.receive();
        assertThat(answer.question()).isSameAs(question);
        assertThat(hex(answer.message()).equals(hex(question))).isTrue();
      }
      assertThat(exchange.receive()).isNull();
      assertThat(sent.value()).isEqualTo("sent");
    }
  }

  @Test
  void answersOfSeveralMessagesEndWithTheirMarker() throws Exception {
    try (ExchangePeer peer = ExchangePeer.with(Answers.until("."))) {
      peer.asked("a", "b", "c");
      peer.says("1\n2\n.\n.\n3\n.\n");

      assertThat(peer.answer()).isEqualTo("a: 1, 2");
      assertThat(peer.answer()).isEqualTo("b: ");
      assertThat(peer.answer()).isEqualTo("c: 3");
    }
  }

  @Test
  void answersOfSeveralMessagesAreCounted() throws Exception {
    try (ExchangePeer peer = ExchangePeer.with(Answers.counted())) {
      peer.asked("a", "b", "c");
      peer.says("2\n1\n2\n0\n1\n3\n");

      assertThat(peer.answer()).isEqualTo("a: 1, 2");
      assertThat(peer.answer()).isEqualTo("b: ");
      assertThat(peer.answer()).isEqualTo("c: 3");
    }
  }

  @Test
  void byKeyAnswersComeInAnyOrderAndStrayMessagesAreDropped() throws Exception {
    try (ExchangePeer peer = ExchangePeer.with(Answers.key(Pattern.compile("^[0-9]+")))) {
      peer.says("listening\n");
      peer.asked("1 a", "2 b", "3 c");
      peer.says("3 x\n4 nothing\nnothing\n3 again\n1 y\n2 z\n");

      assertThat(peer.answer()).isEqualTo("3 c: 3 x");
      assertThat(peer.answer()).isEqualTo("1 a: 1 y");
      assertThat(peer.answer()).isEqualTo("2 b: 2 z");
    }
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void aSecondQuestionWithTheSameKeyWaitsForTheFirst(ThreadKind kind) throws Exception {
    try (ExchangePeer peer = ExchangePeer.with(Answers.key(Pattern.compile("^[0-9]+")))) {
      var sending = Background.parked(kind, () -> sent(peer, "1 a", "2 b", "1 c"));
      assertThat(peer.hears() + ", " + peer.hears()).isEqualTo("1 a, 2 b");
      peer.says("2 x\n1 y\n");
      assertThat(peer.answer()).isEqualTo("2 b: 2 x");
      Eventually.parked(sending.thread());
      assertThat(peer.answer()).isEqualTo("1 a: 1 y");

      assertThat(sending.value()).isEqualTo(1);
      assertThat(peer.hears()).isEqualTo("1 c");
    }
  }

  /** How many are in flight then. */
  private static int sent(ExchangePeer peer, String... questions) throws IOException {
    peer.asked(questions);
    return peer.exchange.inFlight();
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void aSendWaitsWhileAsManyAreInFlightAsMayBe(ThreadKind kind) throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines().maxInFlight(2))) {
      var sending = Background.parked(kind, () -> sent(peer, "a", "b", "c"));
      assertThat(peer.exchange.inFlight()).isEqualTo(2);
      assertThat(peer.hears() + peer.hears()).isEqualTo("ab"); // those that fit have gone out
      peer.says("1\n");
      Eventually.parked(sending.thread()); // an answer that nobody receives makes no room
      assertThat(peer.answer()).isEqualTo("a: 1");

      assertThat(sending.value()).isEqualTo(2);
      assertThat(peer.hears()).isEqualTo("c");
    }
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void aSendWaitsWhileAsManyBytesAreInFlightAsMayBe(ThreadKind kind) throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines().maxBytesInFlight(10))) {
      peer.asked("12345");
      var sending = Background.parked(kind, () -> sent(peer, "1234567890 and more"));
      assertThat(peer.exchange.inFlight()).isOne();
      peer.says("1\n");
      assertThat(peer.answer()).isEqualTo("12345: 1");

      assertThat(sending.value()).as("one that is larger goes alone").isOne();
    }
  }

  @Test
  void aRefusedMessageIsNotSentButThoseBeforeItAre() throws Exception {
    List<String> asked = new ArrayList<>();
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
      assertThatThrownBy(() ->
              peer.exchange.sendAll(
                  List.of("a", "two\nlines", "c"),
                  question -> {
                    asked.add(question);
                    return question.getBytes(UTF_8);
                  }))
          .isInstanceOf(FrameException.class);

      assertThat(asked).containsExactly("a", "two\nlines");
      assertThat(peer.exchange.inFlight()).isOne();
      assertThat(peer.exchange.isOpen()).isTrue();
      assertThat(peer.hears()).isEqualTo("a");
      peer.exchange.send("d", "d".getBytes(UTF_8));
      assertThat(peer.hears()).isEqualTo("d");
      peer.says("1\n2\n");
      assertThat(peer.answer() + ", " + peer.answer()).isEqualTo("a: 1, d: 2");
    }
  }

  /** An exception of the same reason can also be final, if it is about what has come. */
  @Test
  void aMessageThatIsTooLongIsNotSentEither() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangeOptions.of(Framing.lines().limit(4)))) {
      assertThatThrownBy(() -> peer.asked("a", "12345"))
          .isInstanceOfSatisfying(
              FrameException.class,
              e -> assertThat(e.reason()).isEqualTo(FrameException.Reason.TOO_LONG));

      assertThat(peer.exchange.isOpen()).isTrue();
      assertThat(peer.exchange.inFlight()).isOne();
      peer.says("1234\n");
      assertThat(peer.answer()).isEqualTo("a: 1234");
    }
  }

  @Test
  void aQuestionWithoutAKeyIsNotSent() throws Exception {
    try (ExchangePeer peer = ExchangePeer.with(Answers.key(Pattern.compile("^[0-9]+")))) {
      assertThatThrownBy(() -> peer.asked("1 a", "b"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("a question with a key expected");

      peer.says("1 x\n");
      assertThat(peer.answer()).isEqualTo("1 a: 1 x");
    }
  }

  @Test
  void whatTheCallersFunctionThrowsEndsOnlyItsBatch() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
      assertThatThrownBy(() ->
              peer.exchange.sendAll(
                  List.of("1", "x"), text -> ("" + Integer.parseInt(text)).getBytes(UTF_8)))
          .isInstanceOf(NumberFormatException.class);

      peer.says("one\n");
      assertThat(peer.answer()).isEqualTo("1: one");
      assertThat(peer.exchange.isOpen()).isTrue();
    }
  }

  @Test
  void finishEndsTheInputAndThenTheOutput() throws Exception {
    try (ExchangePeer peer = ExchangePeer.on(ExchangePeer.lines())) {
      peer.asked("a");
      peer.exchange.finish();
      peer.exchange.finish();
      assertThat(peer.hears()).isEqualTo("a");
      assertThat(peer.hears()).isNull();
      peer.says("1\n");
      peer.ends();

      assertThat(peer.answer()).isEqualTo("a: 1");
      assertThat(peer.answer()).isEqualTo("end");
      assertThat(peer.answer()).isEqualTo("end");
      assertThatThrownBy(() -> peer.asked("b"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no question after finish() expected");
    }
  }

  @Test
  void severalSendersAndReceiversShareAnExchange() throws Exception {
    int each = 2000;
    var answered = new AtomicInteger();
    try (Child cat = Command.of("cat").piped().start();
        Exchange<String> exchange = Exchange.with(cat, ExchangePeer.lines().maxInFlight(100))) {
      List<Background<Integer>> senders = new ArrayList<>();
      List<Background<Set<String>>> receivers = new ArrayList<>();
      for (ThreadKind kind : ThreadKind.values()) {
        senders.add(Background.start(kind, () -> sendOneByOne(exchange, kind, each)));
        receivers.add(Background.start(kind, () -> receive(exchange, answered, 2 * each)));
      }
      senders.forEach(Background::value);
      exchange.finish();
      Set<String> all = new HashSet<>();
      receivers.forEach(receiver -> all.addAll(receiver.value()));

      assertThat(all).hasSize(2 * each);
      assertThat(answered).hasValue(2 * each);
    }
  }

  private static int sendOneByOne(Exchange<String> exchange, ThreadKind kind, int count)
      throws IOException {
    for (int i = 0; i < count; i++) {
      exchange.send(kind + " " + i, (kind + " " + i).getBytes(UTF_8));
    }
    return count;
  }

  private static Set<String> receive(Exchange<String> exchange, AtomicInteger answered, int total)
      throws IOException {
    Set<String> right = new HashSet<>();
    for (Answer<String> answer; (answer = exchange.receive()) != null; ) {
      assertThat(new String(answer.message(), UTF_8)).isEqualTo(answer.question());
      right.add(answer.question());
      assertThat(answered.incrementAndGet()).isLessThanOrEqualTo(total);
    }
    return right;
  }

  @Test
  void onlyAnAnswerOfOneMessageHasAMessage() {
    assertThat(new Answer<>("q", List.of(new byte[] {7})).message()).containsExactly(7);
    assertThatThrownBy(() -> new Answer<>("q", List.of()).message())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("an answer of one message expected, not 0");
  }
}
