package io.standpipe.kafka.internal.lane;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends records, and remembers what could not be sent.
 *
 * <p><b>A large record goes alone.</b> If a topic refuses a batch as too large, Kafka's producer
 * splits it and tries again. A small record behind a large one may have found room in its batch,
 * and finds it again after each split: that goes on until the transaction has timed out, and then
 * anew. So the producer is flushed behind a record that is larger than a batch.
 */
final class RecordSender {
  private final Producer<byte[], byte[]> producer;
  private final long batchBytes;
  private final SendFailures failures = new SendFailures();

  /**
   * @param batchBytes the size of the producer's batches
   */
  RecordSender(Producer<byte[], byte[]> producer, long batchBytes) {
    this.producer = producer;
    this.batchBytes = batchBytes;
  }

  /** Sends what was made from a record. Blocks while the producer's buffer is full. */
  void send(ProducerRecord<byte[], byte[]> made, InFlight from) {
    var _ = producer.send(made, failures.of(from));
    if (length(made.key()) + length(made.value()) >= batchBytes) {
      producer.flush();
    }
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /** What could not be sent since the last {@link #forget}; null if all could so far. */
  SendFailures.@Nullable Failure failure() {
    return failures.first();
  }

  void forget() {
    failures.forget();
  }
}
