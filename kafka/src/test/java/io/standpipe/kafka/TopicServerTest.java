package io.standpipe.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.standpipe.broker.Brokers;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.fifo.RequestFailedException;
import io.standpipe.fifo.RequestHandler;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import io.standpipe.kafka.internal.client.ClientSettings;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests and replies, with a real broker in between. */
@Tag("broker")
@SuppressWarnings("try") // some are closed early
class TopicServerTest {
  private static final AtomicInteger TOPICS = new AtomicInteger();
  private static final TopicServerOptions STANDARD = TopicServerOptions.standard();
  private static Brokers brokers;
  private static Map<String, String> properties;

  private String name;
  private RequestTopic topic;

  @BeforeAll
  static void startBroker() throws IOException {
    brokers = Brokers.start(1);
    properties = Map.of("bootstrap.servers", brokers.bootstrapServers());
  }

  @AfterAll
  static void stopBroker() {
    brokers.close();
  }

  @BeforeEach
  void createTopics() throws Exception {
    name = "requests-" + TOPICS.incrementAndGet();
    brokers.createTopic(name, 2);
    brokers.createTopic(name + ".replies", 2);
    topic = RequestTopic.of(name).client(properties);
  }

  private TopicServer serve(RequestHandler handler) throws Exception {
    return topic.serve(STANDARD, handler);
  }

  private static String ask(TopicClient client, String text) throws Exception {
    return client.ask(text, Eventually.LIMIT);
  }

  @Test
  void anAnswerComesBackToTheClientThatAsked() throws Exception {
    try (TopicServer server = serve(text -> text + "!");
        TopicClient one = topic.connect();
        TopicClient other = topic.connect()) {
      assertThat(ask(one, "größer\nthan a line")).isEqualTo("größer\nthan a line!");
      assertThat(ask(other, "")).isEqualTo("!");
      Eventually.holds("all are counted", () -> server.answered() == 2);
      assertThat(server.unanswered()).isZero();
    }
  }

  @Test
  void manyRequestsAreOnTheirWayAtOnce() throws Exception {
    var all = new CyclicBarrier(20);
    RequestHandler together =
        text -> {
          all.await();
          return text;
        };
    try (TopicServer _ = serve(together);
        TopicClient client = topic.connect()) {
      var asking = new ArrayList<Background<String>>();
      for (int i = 0; i < 20; i++) {
        String text = "request " + i;
        asking.add(Background.start(ThreadKind.VIRTUAL, () -> ask(client, text)));
      }
      for (int i = 0; i < 20; i++) {
        assertThat(asking.get(i).value()).isEqualTo("request " + i);
      }
    }
  }

  @Test
  void noMoreThanAllowedAreAtTheHandler() throws Exception {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    RequestHandler counting =
        text -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          Thread.sleep(5);
          inside.decrementAndGet();
          return text;
        };
    try (TopicServer _ = topic.serve(STANDARD.maxInFlight(2), counting);
        TopicClient client = topic.connect()) {
      var asking = new ArrayList<Background<String>>();
      for (int i = 0; i < 600; i++) { // more than may wait at the server: it pauses in between
        asking.add(Background.start(ThreadKind.VIRTUAL, () -> ask(client, "x")));
      }
      asking.forEach(asked -> assertThat(asked.value()).isEqualTo("x"));
      assertThat(most.get()).isEqualTo(2);
    }
  }

  @Test
  void whateverAHandlerThrowsOnlyItsRequestFails() throws Exception {
    RequestHandler poisoned =
        text ->
            switch (text) {
              case "exception" -> throw new IOException("no such\nthing");
              case "error" -> throw new StackOverflowError("too deep");
              case "null" -> null;
              case "surrogate" -> "\ud800";
              case "large" -> "x".repeat(2_000_000);
              default -> text;
            };
    try (TopicServer server = serve(poisoned);
        TopicClient client = topic.connect()) {
      assertThat(error(client, "exception")).isEqualTo("no such\nthing");
      assertThat(error(client, "error")).isEqualTo("too deep");
      assertThat(error(client, "null")).isEqualTo("there is no answer: null");
      assertThat(error(client, "surrogate")).contains("half a surrogate pair");
      assertThat(error(client, "large")).contains("the answer has 2000000 characters");
      assertThat(ask(client, "well")).isEqualTo("well");
      Eventually.holds("all are counted", () -> server.answered() == 6);
    }
  }

  private static String error(TopicClient client, String text) {
    return catchThrowableOfType(RequestFailedException.class, () -> ask(client, text)).answer();
  }

  @Test
  void whatIsNotARequestIsPassedOver() throws Exception {
    try (var producer = ClientSettings.of(properties).producer(Map.of());
        TopicServer server = serve(text -> text);
        TopicClient client = topic.connect()) {
      producer.send(new ProducerRecord<>(name, "a stray record".getBytes(UTF_8))).get();
      var elsewhere = new ProducerRecord<byte[], byte[]>(name, "reply elsewhere".getBytes(UTF_8));
      elsewhere.headers().add("standpipe.correlation", "1".getBytes(UTF_8));
      elsewhere.headers().add("standpipe.reply-topic", "victim".getBytes(UTF_8));
      elsewhere.headers().add("standpipe.reply-partition", "0".getBytes(UTF_8));
      producer.send(elsewhere).get();
      var binary = new ProducerRecord<byte[], byte[]>(name, new byte[] {(byte) 0xff});
      binary.headers().add("standpipe.correlation", "1".getBytes(UTF_8));
      binary.headers().add("standpipe.reply-topic", (name + ".replies").getBytes(UTF_8));
      binary.headers().add("standpipe.reply-partition", "0".getBytes(UTF_8));
      producer.send(binary).get();
      assertThat(ask(client, "well")).isEqualTo("well");
      Eventually.holds("the strays are counted", () -> server.malformed() == 2);
      Eventually.holds("the binary one got an error", () -> server.answered() == 2);
    }
  }

  @Test
  void theCallersLimitTravelsWithTheRequest() throws Exception {
    var limits = new ArrayList<Duration>();
    RequestHandler recording =
        new RequestHandler() {
          @Override
          public String answer(String text) {
            throw new AssertionError("the other one is called");
          }

          @Override
          public String answer(String text, Duration limit) {
            limits.add(limit);
            return text;
          }
        };
    try (TopicServer _ = serve(recording);
        TopicClient client = topic.connect()) {
      client.ask("limited", Duration.ofSeconds(15));
      client.ask("unlimited", Duration.ofSeconds(Long.MAX_VALUE));
      assertThat(limits.get(0)).isBetween(Duration.ofMillis(1), Duration.ofSeconds(15));
      assertThat(limits.get(1)).isGreaterThan(Duration.ofDays(30_000));
    }
  }

  @Test
  void aRequestWhoseTimeIsUpIsNotBegun() throws Exception {
    try (TopicClient client = topic.connect()) {
      DeadlineExceededException e =
          catchThrowableOfType(
              DeadlineExceededException.class, () -> client.ask("late", Duration.ofMillis(500)));
      assertThat(e).hasMessageContaining("no server has answered");
      var asked = new ArrayList<String>();
      RequestHandler recording =
          text -> {
            asked.add(text);
            return text;
          };
      try (TopicServer server = serve(recording)) {
        assertThat(ask(client, "in time")).isEqualTo("in time");
        Eventually.holds("the late one is passed", () -> server.unanswered() == 1);
        assertThat(asked).containsExactly("in time");
      }
    }
  }

  @Test
  void aServerThatComesLaterAnswersWhatWaits() throws Exception {
    try (TopicClient client = topic.connect()) {
      var asking = Background.start(ThreadKind.VIRTUAL, () -> ask(client, "waits"));
      try (TopicServer _ = serve(text -> text + " no more")) {
        assertThat(asking.value()).isEqualTo("waits no more");
      }
    }
  }

  @Test
  void whatAClosedServerHasNotAnsweredTheNextOneDoes() throws Exception {
    var begun = new CountDownLatch(1);
    RequestHandler stuck =
        text -> {
          begun.countDown();
          new CountDownLatch(1).await();
          return text;
        };
    try (TopicClient client = topic.connect()) {
      Background<String> asking;
      try (TopicServer _ = topic.serve(STANDARD.grace(Duration.ofMillis(50)), stuck)) {
        asking = Background.start(ThreadKind.VIRTUAL, () -> ask(client, "moved"));
        begun.await();
      }
      try (TopicServer _ = serve(text -> text + " on")) {
        assertThat(asking.value()).isEqualTo("moved on");
      }
    }
  }

  @Test
  void whatAClosedServerHasAnsweredTheNextOneDoesNot() throws Exception {
    var calls = new AtomicInteger();
    RequestHandler counting = text -> text + calls.incrementAndGet();
    try (TopicClient client = topic.connect()) {
      try (TopicServer _ = serve(counting)) {
        assertThat(ask(client, "a")).isEqualTo("a1");
      }
      try (TopicServer _ = serve(counting)) {
        assertThat(ask(client, "b")).isEqualTo("b2");
      }
    }
  }

  @Test
  void closeAnswersWhatIsAtTheHandler() throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    RequestHandler slow =
        text -> {
          begun.countDown();
          release.await();
          return text;
        };
    try (TopicClient client = topic.connect();
        TopicServer server = serve(slow)) {
      var asking = Background.start(ThreadKind.VIRTUAL, () -> ask(client, "last"));
      begun.await();
      var closing = Background.parked(ThreadKind.VIRTUAL, closing(server));
      release.countDown();
      assertThat(asking.value()).isEqualTo("last");
      assertThat(closing.outcome()).isNull();
      server.await();
    }
  }

  private static Callable<Void> closing(AutoCloseable closed) {
    return () -> {
      closed.close();
      return null;
    };
  }

  @Test
  void closeAndInterruptEndAWaitForAnAnswer() throws Exception {
    try (TopicClient client = topic.connect()) {
      var interrupted = Background.parked(ThreadKind.VIRTUAL, () -> ask(client, "a"));
      interrupted.interrupt();
      assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
      var closed = Background.parked(ThreadKind.VIRTUAL, () -> ask(client, "b"));
      client.close();
      assertThat(closed.failure()).isInstanceOf(AsynchronousCloseException.class);
      assertThatThrownBy(() -> ask(client, "c")).isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void aRequestThatIsTooLargeIsRefused() throws Exception {
    try (TopicClient client = topic.connect()) {
      KafkaTaskException e =
          catchThrowableOfType(KafkaTaskException.class, () -> ask(client, "x".repeat(2_000_000)));
      assertThat(e.reason()).isEqualTo(Reason.MISCONFIGURED);
      assertThat(e).hasMessageContaining("max.request.size");
    }
  }

  @Test
  void aMissingTopicOfRepliesIsReported() {
    RequestTopic lost = topic.replies("nowhere");
    for (ThrowingCall call :
        List.<ThrowingCall>of(
            () -> lost.connect().close(), () -> lost.serve(STANDARD, text -> text).close())) {
      KafkaTaskException e = catchThrowableOfType(KafkaTaskException.class, call::run);
      assertThat(e.reason()).isEqualTo(Reason.NO_TOPIC);
      assertThat(e).hasMessageContaining("nowhere");
    }
  }

  private interface ThrowingCall {
    void run() throws Exception;
  }
}
