package io.standpipe.kafka.internal.lane;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records of the output topic: key, headers and timestamp are those of the input record. So is
 * the partition, if both topics have the same number; otherwise Kafka chooses by the key.
 */
final class OutputRecords {
  private final String topic;
  private final boolean samePartition;

  OutputRecords(String topic, boolean samePartition) {
    this.topic = topic;
    this.samePartition = samePartition;
  }

  ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> from, byte[] message) {
    return record(from, message);
  }

  /** A record without a value, as it came. */
  ProducerRecord<byte[], byte[]> tombstone(ConsumerRecord<byte[], byte[]> from) {
    return record(from, null);
  }

  /** What a process has written that belongs to no record of its input. */
  ProducerRecord<byte[], byte[]> of(byte[] message, EmitKey key) {
    return new ProducerRecord<>(topic, key.of(message), message);
  }

  private ProducerRecord<byte[], byte[]> record(
      ConsumerRecord<byte[], byte[]> from, byte @Nullable [] value) {
    Integer partition = samePartition ? from.partition() : null;
    return new ProducerRecord<>(
        topic, partition, timestamp(from), from.key(), value, from.headers());
  }

  /** Null for a record of old, which has none. */
  static @Nullable Long timestamp(ConsumerRecord<byte[], byte[]> from) {
    return from.timestamp() < 0 ? null : (Long) from.timestamp();
  }
}
