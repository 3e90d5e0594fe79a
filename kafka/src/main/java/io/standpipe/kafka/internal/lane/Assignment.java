package io.standpipe.kafka.internal.lane;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that a lane has now. Kafka calls it from within {@code poll}, on the lane's
 * thread.
 */
final class Assignment implements ConsumerRebalanceListener {
  /** What the lane does before it loses partitions. */
  interface Loss {
    /** They go to another lane after this call: what was sent on is committed. */
    void revoked();

    /** Another lane may have them already: nothing can be committed. */
    void lost();
  }

  private final Consumer<byte[], byte[]> consumer;
  private final Loss loss;
  private final Map<TopicPartition, PartitionQueue> queues = new LinkedHashMap<>();

  Assignment(Consumer<byte[], byte[]> consumer, Loss loss) {
    this.consumer = consumer;
    this.loss = loss;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
    for (TopicPartition each : partitions) {
      queues.put(each, new PartitionQueue(each, Attempts.of(committed.get(each))));
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    loss.revoked();
    forget(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    loss.lost();
    forget(partitions);
  }

  private void forget(Collection<TopicPartition> partitions) {
    for (TopicPartition each : partitions) {
      PartitionQueue queue = queues.remove(each);
      if (queue != null) {
        queue.rewind();
      }
    }
  }

  Collection<PartitionQueue> queues() {
    return queues.values();
  }

  @Nullable PartitionQueue queue(TopicPartition partition) {
    return queues.get(partition);
  }

  /** The positions that the transaction commits. */
  Map<TopicPartition, OffsetAndMetadata> toCommit() {
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    for (PartitionQueue queue : queues.values()) {
      Long position = queue.toCommit();
      if (position != null) {
        positions.put(queue.partition(), new OffsetAndMetadata(position));
      }
    }
    return positions;
  }

  void committed() {
    queues.values().forEach(PartitionQueue::committed);
  }

  void suspectAll() {
    queues.values().forEach(PartitionQueue::suspectAll);
  }

  /** The first records, in the order of asking, that the program has not answered are suspect. */
  void suspectUnanswered(int most) {
    queues.values().stream()
        .flatMap(queue -> queue.unanswered().limit(most))
        .sorted(Comparator.comparingLong(record -> record.number))
        .limit(most)
        .forEach(record -> record.queue.suspect(record.record.offset()));
  }

  boolean isSuspicious() {
    return queues.values().stream().anyMatch(PartitionQueue::isSuspicious);
  }

  /** Forgets all that was fetched and not committed, and reads it again. */
  void rewind() {
    for (PartitionQueue queue : queues.values()) {
      Long position = queue.rewind();
      if (position != null) {
        consumer.seek(queue.partition(), position);
      }
    }
  }

  /** How many records there are that were not fetched yet, as far as is known. */
  long lag() {
    return queues.keySet().stream().mapToLong(each -> consumer.currentLag(each).orElse(0)).sum();
  }
}
