package io.standpipe.examples.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Records that can be told apart: {@code record 0}, {@code record 1} … in each partition. */
final class Numbered {
  static final String TEXT = "record ";

  private Numbered() {}

  /** Sends the records, and returns once the broker has all of them. */
  static void send(Map<String, String> client, String topic, int partitions, int records) {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>copyOf(client), new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < records; i++) {
        String text = TEXT + i / partitions;
        var _ = producer.send(new ProducerRecord<>(topic, i % partitions, null, text));
      }
    }
  }
}
