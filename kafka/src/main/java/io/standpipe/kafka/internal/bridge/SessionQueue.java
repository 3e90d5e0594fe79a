package io.standpipe.kafka.internal.bridge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.common.TopicPartition;

/**
 * Sessions on their way from the scanner, which finds them, to the delivery, and back when they are
 * done. Only where they lie, not what is in them. Safe from any thread.
 */
final class SessionQueue {
  /** The scanner need not be further ahead: it reads the topic, and so does the delivery. */
  private static final int AHEAD = 64;

  private final BlockingQueue<Session> found = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Session> done = new ConcurrentLinkedQueue<>();

  /** Does not block: the scanner stops when {@link #isFull}, which one poll may exceed. */
  void add(Session session) {
    found.add(session);
  }

  boolean isFull() {
    return found.size() >= AHEAD;
  }

  /** Blocks until there is one. */
  Session take() throws InterruptedException {
    return found.take();
  }

  /** Another member of the group delivers those that are still here. */
  void forget(Collection<TopicPartition> partitions) {
    found.removeIf(session -> partitions.contains(session.partition()));
  }

  void done(Session session) {
    done.add(session);
  }

  List<Session> takeDone() {
    var all = new ArrayList<Session>();
    for (Session session = done.poll(); session != null; session = done.poll()) {
      all.add(session);
    }
    return all;
  }
}
