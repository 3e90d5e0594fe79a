package io.standpipe.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
