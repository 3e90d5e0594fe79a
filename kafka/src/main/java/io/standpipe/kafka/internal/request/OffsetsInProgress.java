package io.standpipe.kafka.internal.request;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Which records are being worked on. They are done in any order; committed is what lies before the
 * first that is not done. Safe from any thread.
 */
final class OffsetsInProgress {
  private final Map<TopicPartition, Progress> partitions = new HashMap<>();

  private static final class Progress {
    final TreeSet<Long> begun = new TreeSet<>();
    long next;
    long committed = -1;

    long committable() {
      return begun.isEmpty() ? next : begun.first();
    }
  }

  synchronized void begin(TopicPartition partition, long offset) {
    Progress progress = partitions.computeIfAbsent(partition, _ -> new Progress());
    progress.begun.add(offset);
    progress.next = offset + 1;
  }

  /** If the partition has gone to another member meanwhile, that one works on the record, too. */
  synchronized void done(TopicPartition partition, long offset) {
    Progress progress = partitions.get(partition);
    if (progress != null) {
      progress.begun.remove(offset);
    }
  }

  /** What can be committed and is not, and counts as committed from now on. */
  synchronized Map<TopicPartition, OffsetAndMetadata> takeCommittable() {
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    partitions.forEach((partition, progress) -> {
      long offset = progress.committable();
      if (offset != progress.committed) {
        progress.committed = offset;
        offsets.put(partition, new OffsetAndMetadata(offset));
      }
    });
    return offsets;
  }

  /** The commit has failed: try again with the next one. */
  synchronized void notCommitted(Collection<TopicPartition> of) {
    of.forEach(partition -> {
      Progress progress = partitions.get(partition);
      if (progress != null) {
        progress.committed = -1;
      }
    });
  }

  synchronized void forget(Collection<TopicPartition> gone) {
    partitions.keySet().removeAll(gone);
  }
}
