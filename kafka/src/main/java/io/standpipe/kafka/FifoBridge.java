package io.standpipe.kafka;

import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.internal.bridge.SessionCounts;
import io.standpipe.kafka.internal.service.Service;
import java.io.IOException;
import java.time.Duration;

/**
 * A bridge between a fifo and a topic that is at work: made by {@link FifoToTopic#start} or {@link
 * TopicToFifo#start}. Two of them, on two machines, make a fifo across machines.
 *
 * <p>It works on threads of its own until it is closed, or fails. Safe from any thread.
 */
public final class FifoBridge implements AutoCloseable {
  private final Service service;
  private final SessionCounts counts;

  FifoBridge(Service service, SessionCounts counts) {
    this.service = service;
    this.counts = counts;
  }

  /**
   * Sessions that have passed: their end is in the topic, on all replicas that are in sync, or
   * their last byte was read from the fifo.
   */
  public long sessions() {
    return counts.sessions();
  }

  /** Bytes of the sessions that have passed. */
  public long bytes() {
    return counts.bytes();
  }

  /**
   * Sessions that will not be delivered whole: at the writers' side, because the bridge was closed
   * or failed in their middle; at the readers' side, because their end does not come or a part of
   * them is missing.
   */
  public long dropped() {
    return counts.dropped();
  }

  /** How often a session had to be written again, because a reader left in its middle. */
  public long repeated() {
    return counts.repeated();
  }

  /**
   * Blocks until another thread closes this bridge, or it fails. An interrupt ends the wait.
   *
   * @throws KafkaTaskException if it has ended because of the broker
   * @throws IOException if it has ended because of the fifo
   */
  public void await() throws IOException, InterruptedException {
    service.completion().await();
  }

  /**
   * Blocks like {@link #await()}, for at most {@code limit}; returns whether the bridge has ended.
   *
   * @throws IOException if it has ended by itself
   */
  public boolean await(Duration limit) throws IOException, InterruptedException {
    return service.completion().await(limit);
  }

  /**
   * Lets the session under way pass to its end within the time of grace, begins no other, and
   * returns. A session that takes longer is cut: its writer gets a broken pipe, and the far side
   * drops what it has of it; or, at the readers' side, its reader sees the end of the stream early,
   * and the next reader of the group gets all of it again. An interrupt cuts at once. Closing again
   * does nothing.
   */
  @Override
  public void close() {
    service.close();
  }

  /** {@code bridge from fifo /run/x to topic t}. */
  @Override
  public String toString() {
    return service.toString();
  }
}
