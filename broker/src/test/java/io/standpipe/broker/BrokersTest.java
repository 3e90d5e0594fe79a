package io.standpipe.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("broker")
@Timeout(180)
class BrokersTest {
  @TempDir Path temporary;

  @Test
  void aRecordGoesThroughAndNothingIsLeft() throws Exception {
    Path folder;
    try (Brokers brokers = Brokers.start(1)) {
      folder = brokers.folder();
      brokers.createTopic("words", 2);
      produce(brokers, "hello");
      assertThat(consume(brokers)).isEqualTo("hello");
      assertThat(javaChildren()).hasSize(1);
    }
    assertThat(folder).doesNotExist();
    assertThat(javaChildren()).isEmpty();
  }

  @Test
  void aFolderOfTheCallersKeepsItsRecords() throws Exception {
    BrokerOptions options = BrokerOptions.nodes(1).folder(temporary.resolve("kept"));
    try (Brokers brokers = Brokers.start(options)) {
      brokers.createTopic("words", 1);
      produce(brokers, "hello");
    }
    try (Brokers brokers = Brokers.start(options)) {
      assertThat(consume(brokers)).isEqualTo("hello");
    }
  }

  @Test
  void writesGoOnWhileALeaderIsStopped() throws Exception {
    try (Brokers brokers = Brokers.start(3)) {
      brokers.createTopic("words", 1);
      int leader = brokers.leader("words", 0);
      brokers.stopNode(leader);
      produce(brokers, "hello");
      assertThat(brokers.leader("words", 0)).isNotEqualTo(leader);
      brokers.restartNode(leader);
      brokers.awaitInSync();
      brokers.stopNode(brokers.leader("words", 0));
      assertThat(consume(brokers)).isEqualTo("hello");
    }
  }

  @Test
  void aStartThatFailsSaysWhyAndLeavesNothing() throws Exception {
    assertThatThrownBy(
            () -> Brokers.start(BrokerOptions.nodes(1).property("num.io.threads", "many")).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Invalid value many for configuration num.io.threads");
    assertThat(javaChildren()).isEmpty();
  }

  @Test
  void closeEndsACallThatTheBrokersDoNotAnswer() throws Exception {
    Brokers brokers = Brokers.start(1);
    brokers.suspend();
    var call = new FutureTask<>(() -> createTopic(brokers));
    Thread caller = Thread.ofPlatform().start(call);
    awaitWaiting(caller);

    brokers.close();

    assertThat(call.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    assertThat(brokers.folder()).doesNotExist();
  }

  @Test
  void anInterruptEndsACallThatTheBrokersDoNotAnswer() throws Exception {
    try (Brokers brokers = Brokers.start(1)) {
      brokers.suspend();
      var call = new FutureTask<>(() -> createTopic(brokers));
      Thread caller = Thread.ofPlatform().start(call);
      awaitWaiting(caller);

      caller.interrupt();

      assertThat(call.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
      brokers.resume();
      brokers.createTopic("others", 1);
    }
  }

  @Test
  void theLimitEndsACallThatTheBrokersDoNotAnswer() throws Exception {
    try (Brokers brokers = Brokers.start(1)) {
      brokers.suspend();
      var topics = new Topics(brokers.admin(), Duration.ofMillis(50));

      assertThatThrownBy(() -> topics.leader("words", 0))
          .isInstanceOf(IOException.class)
          .hasMessage("the brokers did not answer within 50ms");
    }
  }

  @Test
  void theNodesEndWithTheProcessThatStartedThemHoweverItEnds() throws Exception {
    try (Child child = Command.self(StartsBrokers.class).stdout(Redirect.pipe()).start()) {
      FrameReader lines = Framing.lines().reader(child.stdout());
      long nodes = Long.parseLong(lines.read().text());
      Path folder = Path.of(lines.read().text());
      assertThat(folder).exists();
      CompletableFuture<ProcessHandle> end = ProcessHandle.of(nodes).orElseThrow().onExit();

      assertThat(child.signal(Signal.KILL)).isTrue();

      assertThat(end.get(30, TimeUnit.SECONDS).isAlive()).isFalse();
      assertThat(folder).doesNotExist();
    }
  }

  /** Starts brokers, prints the number of their process and their folder, and waits. */
  static final class StartsBrokers {
    public static void main(String[] args) throws Exception {
      Brokers brokers = Brokers.start(1);
      System.out.println(javaChildren().getFirst());
      System.out.println(brokers.folder());
      Thread.sleep(Duration.ofMinutes(5));
    }
  }

  private static Exception createTopic(Brokers brokers) {
    try {
      brokers.createTopic("words", 1);
      return new IllegalStateException("answered");
    } catch (IOException e) {
      return e;
    }
  }

  /** No event tells that a thread waits. */
  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  private static void produce(Brokers brokers, String value) throws Exception {
    Map<String, Object> properties = Map.of("bootstrap.servers", brokers.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      var _ = producer.send(new ProducerRecord<>("words", value)).get();
    }
  }

  private static String consume(Brokers brokers) {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers", brokers.bootstrapServers(),
            "group.id", "readers",
            "group.protocol", "consumer",
            "auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("words"));
      while (true) { // until the test's limit
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
          return record.value();
        }
      }
    }
  }

  private static List<Long> javaChildren() throws IOException {
    try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
      return children
          .filter(child -> child.info().command().orElse("").endsWith("/java"))
          .map(ProcessHandle::pid)
          .toList();
    }
  }
}
