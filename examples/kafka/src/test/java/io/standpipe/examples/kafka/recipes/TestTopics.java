package io.standpipe.examples.kafka.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.broker.Brokers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics of one partition: what is written to them, and what committed readers see. */
final class TestTopics {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Brokers brokers;

  TestTopics(Brokers brokers) {
    this.brokers = brokers;
  }

  Map<String, String> client() {
    return Map.of("bootstrap.servers", brokers.bootstrapServers());
  }

  void create(String... names) throws IOException {
    for (String name : names) {
      brokers.createTopic(name, 1);
    }
  }

  void write(String topic, String... values) throws Exception {
    for (String value : values) {
      write(topic, value.getBytes(UTF_8));
    }
  }

  void write(String topic, byte[] value) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>copyOf(client()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic, value));
      assertThat(sent.get().topic()).isEqualTo(topic);
    }
  }

  /** Blocks until there are as many records. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            brokers.bootstrapServers(),
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest");
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      long begin = System.nanoTime();
      while (records.size() < count) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        assertThat(System.nanoTime() - begin)
            .as("time until %s has %d records; it has %d", topic, count, records.size())
            .isLessThan(LIMIT.toNanos());
      }
    }
    return records;
  }

  /** The values as text. */
  List<String> texts(String topic, int count) {
    return read(topic, count).stream().map(record -> new String(record.value(), UTF_8)).toList();
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
