package io.standpipe.kafka.internal.lane;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** At least once: positions are committed after the brokers have acknowledged the output. */
final class AcknowledgedOutput implements Output {
  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> consumer;
  private final Duration closing;
  private final RecordSender sender;

  AcknowledgedOutput(
      Producer<byte[], byte[]> producer,
      long batchBytes,
      Consumer<byte[], byte[]> consumer,
      Duration closing) {
    this.producer = producer;
    this.sender = new RecordSender(producer, batchBytes);
    this.consumer = consumer;
    this.closing = closing;
  }

  @Override
  public void begin() {}

  @Override
  public void send(ProducerRecord<byte[], byte[]> made, InFlight from) {
    sender.send(made, from);
  }

  @Override
  public SendFailures.@Nullable Failure failure() {
    return sender.failure();
  }

  @Override
  public void commit(
      Map<TopicPartition, OffsetAndMetadata> positions, ConsumerGroupMetadata group) {
    producer.flush();
    SendFailures.Failure failure = sender.failure();
    if (failure != null) {
      throw new KafkaException("send the answers to " + failure.record(), failure.cause());
    }
    consumer.commitSync(positions);
  }

  /** What was sent stays; it will be sent again. */
  @Override
  public void abort() {
    producer.flush();
    sender.forget();
  }

  @Override
  public void close() {
    producer.close(closing);
  }
}
