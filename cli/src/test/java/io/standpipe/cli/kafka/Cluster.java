package io.standpipe.cli.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.broker.Brokers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker for a test class, and what is in its topics. */
public final class Cluster implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Brokers brokers = Brokers.start(1);
  private int topics;

  public Cluster() throws IOException {}

  /** A file for {@code --config}. */
  public Path config(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("client.properties"),
        "bootstrap.servers=" + brokers.bootstrapServers() + "\n");
  }

  /** Creates a topic with a name of its own. */
  public synchronized String topic(String name, int partitions) throws IOException {
    String topic = name + "-" + topics++;
    topicNamed(topic, partitions);
    return topic;
  }

  /** Creates a topic. */
  public void topicNamed(String name, int partitions) throws IOException {
    brokers.createTopic(name, partitions);
  }

  /** Puts records into a topic, with their number as the key. */
  public void put(String topic, List<String> values) {
    Map<String, Object> properties = Map.of("bootstrap.servers", brokers.bootstrapServers());
    var strings = new StringSerializer();
    try (var producer = new KafkaProducer<>(properties, strings, strings)) {
      int key = 0;
      for (String value : values) {
        var _ = producer.send(new ProducerRecord<>(topic, String.valueOf(key++), value));
      }
    }
  }

  /** Blocks until so many records can be read that are committed, and returns them. */
  public List<ConsumerRecord<String, String>> take(String topic, int count) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", brokers.bootstrapServers());
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    var strings = new StringDeserializer();
    List<ConsumerRecord<String, String>> all = new ArrayList<>();
    try (var consumer = new KafkaConsumer<>(properties, strings, strings)) {
      var partitions = consumer.partitionsFor(topic).stream();
      consumer.assign(partitions.map(p -> new TopicPartition(topic, p.partition())).toList());
      long start = System.nanoTime();
      while (all.size() < count) {
        if (System.nanoTime() - start > LIMIT.toNanos()) {
          throw new AssertionError(
              topic + " has " + all.size() + " records and not " + count + ": " + shown(all));
        }
        consumer.poll(POLL).forEach(all::add);
      }
      consumer.poll(POLL).forEach(all::add); // one too many would follow
    }
    return all;
  }

  private static List<String> shown(List<ConsumerRecord<String, String>> records) {
    return records.stream().limit(10).map(ConsumerRecord::value).toList();
  }

  /** The values of records. */
  public static List<String> texts(List<ConsumerRecord<String, String>> records) {
    return records.stream().map(ConsumerRecord::value).toList();
  }

  /** A header as text. */
  public static String header(ConsumerRecord<String, String> entry, String name) {
    return new String(entry.headers().lastHeader(name).value(), UTF_8);
  }

  @Override
  public void close() {
    brokers.close();
  }
}
