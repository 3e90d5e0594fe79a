package io.standpipe.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.broker.Brokers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic of a test, with a name of its own: what is written to it, and what committed readers see.
 */
final class Topic {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Duration POLL = Duration.ofMillis(200);

  /** Several programs and transactions, and brokers on a busy machine. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Brokers brokers;
  final String name;
  final int partitions;
  private int keys;

  private Topic(Brokers brokers, String name, int partitions) {
    this.brokers = brokers;
    this.name = name;
    this.partitions = partitions;
  }

  static Topic create(Brokers brokers, String prefix, int partitions) throws IOException {
    return create(brokers, prefix, partitions, Map.of());
  }

  static Topic create(
      Brokers brokers, String prefix, int partitions, Map<String, String> properties)
      throws IOException {
    String name = prefix + "-" + NUMBER.incrementAndGet();
    brokers.createTopic(name, partitions, properties);
    return new Topic(brokers, name, partitions);
  }

  static Map<String, String> client(Brokers brokers) {
    return Map.of("bootstrap.servers", brokers.bootstrapServers());
  }

  /** Appends these values, one partition after the other in turn. Blocks until they are there. */
  void write(List<String> values) throws Exception {
    try (var producer = producer()) {
      var sent = new ArrayList<Future<RecordMetadata>>();
      int partition = 0;
      for (String value : values) {
        sent.add(producer.send(record(partition++ % partitions, value)));
      }
      producer.flush();
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    }
  }

  void write(String... values) throws Exception {
    write(List.of(values));
  }

  KafkaProducer<byte[], byte[]> producer() {
    var properties = new HashMap<String, Object>(client(brokers));
    properties.put("linger.ms", 5);
    properties.put("max.request.size", 40 << 20);
    properties.put("buffer.memory", 80 << 20);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** With a key of its own. */
  ProducerRecord<byte[], byte[]> record(int partition, @Nullable String value) {
    byte[] bytes = value == null ? null : value.getBytes(UTF_8);
    return new ProducerRecord<>(name, partition, ("key " + ++keys).getBytes(UTF_8), bytes);
  }

  /** Reads what is committed, until there are as many records. */
  List<ConsumerRecord<byte[], byte[]>> read(int count) throws Exception {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer = consumer()) {
      long end = System.nanoTime() + LIMIT.toNanos();
      while (records.size() < count) {
        if (System.nanoTime() - end > 0) {
          throw new AssertionError(
              "%s has %d records after %s, not %d".formatted(name, records.size(), LIMIT, count));
        }
        consumer.poll(POLL).forEach(records::add);
      }
    }
    return records;
  }

  /** The values of each partition, in order, once there are as many records. */
  Map<Integer, List<String>> values(int count) throws Exception {
    var values = new HashMap<Integer, List<String>>();
    for (ConsumerRecord<byte[], byte[]> each : read(count)) {
      values
          .computeIfAbsent(each.partition(), _ -> new ArrayList<>())
          .add(each.value() == null ? "null" : new String(each.value(), UTF_8));
    }
    return values;
  }

  KafkaConsumer<byte[], byte[]> consumer() {
    var properties = new HashMap<String, Object>(client(brokers));
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    var all = new ArrayList<TopicPartition>();
    for (int i = 0; i < partitions; i++) {
      all.add(new TopicPartition(name, i));
    }
    consumer.assign(all);
    consumer.seekToBeginning(all);
    return consumer;
  }
}
