package io.standpipe.kafka.internal.lane;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Exactly once: output and positions are one transaction. The commit names the consumer's epoch in
 * its group, so a worker that was suspended and has lost its partitions cannot commit (KIP-447).
 */
final class TransactionalOutput implements Output {
  private final Producer<byte[], byte[]> producer;
  private final Duration closing;
  private final RecordSender sender;
  private boolean open;

  /** Takes over from an earlier producer with this transactional id, and aborts what it left. */
  TransactionalOutput(Producer<byte[], byte[]> producer, long batchBytes, Duration closing) {
    this.producer = producer;
    this.sender = new RecordSender(producer, batchBytes);
    this.closing = closing;
    producer.initTransactions();
  }

  @Override
  public void begin() {
    producer.beginTransaction();
    open = true;
  }

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
    producer.sendOffsetsToTransaction(positions, group);
    producer.commitTransaction();
    open = false;
  }

  @Override
  public void abort() {
    if (open) {
      open = false;
      producer.abortTransaction();
    }
    sender.forget();
  }

  @Override
  public void close() {
    producer.close(closing);
  }
}
