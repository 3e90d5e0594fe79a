package io.standpipe.kafka.internal.bridge;

import org.apache.kafka.common.TopicPartition;

/**
 * A session that can be delivered, and where it lies in the topic.
 *
 * @param id its records' key
 * @param first the offset of its first record
 * @param end the offset of its last record; {@link #OPEN} while that is not known
 */
record Session(TopicPartition partition, String id, long first, long end) {
  static final long OPEN = Long.MAX_VALUE;

  boolean isOpen() {
    return end == OPEN;
  }

  /** {@code session 3f2b… at in-0@17}. */
  @Override
  public String toString() {
    return "session " + id + " at " + partition + "@" + first;
  }
}
