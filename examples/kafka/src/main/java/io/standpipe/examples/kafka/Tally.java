package io.standpipe.examples.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a topic has of the {@link Numbered} records, as readers of committed records see it. */
final class Tally {
  private static final String TEXT = Numbered.TEXT.toUpperCase(Locale.ROOT);

  private final int expected;
  private final Set<String> seen = new HashSet<>();
  private final Map<Integer, Integer> last = new HashMap<>();
  private int twice;
  private int disordered;

  private Tally(int expected) {
    this.expected = expected;
  }

  /** Reads the whole topic. */
  static Tally of(Map<String, String> client, String topic, int expected) {
    var properties = new HashMap<String, Object>(client);
    properties.put("isolation.level", "read_committed");
    var tally = new Tally(expected);
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions).entrySet();
      while (ends.stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofSeconds(1)).forEach(tally::count);
      }
    }
    return tally;
  }

  private void count(ConsumerRecord<String, String> record) {
    if (!seen.add(record.partition() + " " + record.value())) {
      twice++;
    }
    int number = Integer.parseInt(record.value().substring(TEXT.length()));
    Integer before = last.put(record.partition(), number);
    if (before != null && number <= before) {
      disordered++;
    }
  }

  boolean isPerfect() {
    return seen.size() == expected && twice == 0 && disordered == 0;
  }

  @Override
  public String toString() {
    return "%d of %d records; %d lost, %d twice, %d out of order"
        .formatted(seen.size(), expected, expected - seen.size(), twice, disordered);
  }
}
