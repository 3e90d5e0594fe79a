package io.standpipe.kafka.internal.lane;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record between its fetch and the commit of its answers. For the lane's thread; the program's
 * threads read the record alone.
 */
final class InFlight {
  final ConsumerRecord<byte[], byte[]> record;
  final PartitionQueue queue;

  /** The place in the order in which the program was asked. */
  long number;

  private @Nullable List<byte[]> answers;
  private @Nullable Blame refusal;
  private boolean dropped;

  InFlight(ConsumerRecord<byte[], byte[]> record, PartitionQueue queue) {
    this.record = record;
    this.queue = queue;
  }

  boolean isTombstone() {
    return record.value() == null;
  }

  /** Bytes that it holds. */
  long size() {
    return (long) Math.max(0, record.serializedKeySize())
        + Math.max(0, record.serializedValueSize());
  }

  void answered(List<byte[]> messages) {
    answers = messages;
  }

  /** The program was not asked, and will not be. */
  void refused(Blame blame) {
    refusal = blame;
  }

  boolean isSettled() {
    return answers != null || refusal != null;
  }

  /** The messages to send on; only once it is settled and was not refused. */
  List<byte[]> answers() {
    return answers == null ? List.of() : answers;
  }

  @Nullable Blame refusal() {
    return refusal;
  }

  /** Its partition belongs to another worker now, or is read again: a late answer is ignored. */
  void drop() {
    dropped = true;
  }

  boolean isDropped() {
    return dropped;
  }

  /** {@code record 17 of in-3}. */
  @Override
  public String toString() {
    return "record " + record.offset() + " of " + queue.partition();
  }
}
