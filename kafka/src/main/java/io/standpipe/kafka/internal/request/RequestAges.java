package io.standpipe.kafka.internal.request;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/**
 * How long a request has been on its way when the server gets it. For one thread.
 *
 * <p>Its timestamp tells, but by the clock of another machine. What the server knows by its own
 * clock is when it last saw the end of the partition: what comes after that was not there then. The
 * smaller of the two counts. So clocks that differ harm nothing while a server keeps up, and only
 * for what had gathered before it came do the clocks have to agree. A client whose clock is ahead
 * makes its requests look new, never old.
 */
final class RequestAges {
  private final Map<TopicPartition, Long> endSeenNanos = new HashMap<>();

  /** All that is in the partition at this moment has been received. */
  void endSeen(TopicPartition partition, long nowNanos) {
    endSeenNanos.put(partition, nowNanos);
  }

  void forget(Collection<TopicPartition> gone) {
    endSeenNanos.keySet().removeAll(gone);
  }

  /** At least 0. */
  long millis(TopicPartition partition, long timestamp, long nowMillis, long nowNanos) {
    long byTimestamp = Math.max(nowMillis - timestamp, 0);
    Long seen = endSeenNanos.get(partition);
    return seen == null
        ? byTimestamp
        : Math.min(byTimestamp, TimeUnit.NANOSECONDS.toMillis(nowNanos - seen));
  }
}
