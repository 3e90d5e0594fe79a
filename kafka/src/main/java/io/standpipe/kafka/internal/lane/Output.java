package io.standpipe.kafka.internal.lane;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a lane's records go, and how they are committed together with the positions of its input.
 * For the lane's thread.
 */
interface Output extends AutoCloseable {
  /** Begins to collect what is committed together. */
  void begin();

  /** Sends what was made from a record. Blocks while the producer's buffer is full. */
  void send(ProducerRecord<byte[], byte[]> made, InFlight from);

  /** What could not be sent since the last abort; null if all could so far. */
  SendFailures.@Nullable Failure failure();

  /**
   * Commits what was sent, and these positions. Blocks until the brokers have acknowledged both.
   *
   * @throws RuntimeException of Kafka, if one of them failed: then neither counts, or, at least
   *     once, the positions do not
   */
  void commit(Map<TopicPartition, OffsetAndMetadata> positions, ConsumerGroupMetadata group);

  /** Gives up what was sent. */
  void abort();

  /** Closes the producer; what was not committed is given up. */
  @Override
  void close();
}
