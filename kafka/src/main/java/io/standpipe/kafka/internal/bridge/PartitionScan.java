package io.standpipe.kafka.internal.bridge;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sessions of one partition, whose records may be mixed, and knows up to where the
 * partition is done with. It keeps where sessions begin, not what is in them. For one thread.
 *
 * <p><b>A session that stays without an end</b>, because its bridge died, holds nothing up but the
 * committed offset, and that only until it has been silent for the limit. If it goes on after all,
 * it is delivered all the same.
 */
final class PartitionScan {
  /** More sessions without an end than this are not remembered: the oldest is dropped. */
  private static final int MOST_OPEN = 10_000;

  private final TopicPartition partition;
  private final boolean atOnce;
  private final SessionCounts counts;

  /** By id, in the order of their first records. */
  private final Map<String, Begun> begun = new LinkedHashMap<>();

  /** Where the sessions begin that are waiting for delivery. */
  private final NavigableSet<Long> undelivered = new TreeSet<>();

  /** The offset behind the last record; −1 before the first. */
  private long next = -1;

  /** A session without an end so far. */
  private static final class Begun {
    final long first;
    long records;
    long bytes;
    long heardNanos;
    boolean isGivenUp;

    Begun(long first) {
      this.first = first;
    }
  }

  /**
   * @param atOnce whether a session is to be delivered from its first record on, not only when its
   *     end is there
   */
  PartitionScan(TopicPartition partition, boolean atOnce, SessionCounts counts) {
    this.partition = partition;
    this.atOnce = atOnce;
    this.counts = counts;
  }

  /** Passes a record that belongs to no session. */
  void pass(long offset) {
    next = offset + 1;
  }

  /** Takes the next record of the partition; returns the session if it can be delivered now. */
  @Nullable Session add(String id, ChunkHeader header, long offset, int length, long nowNanos) {
    next = offset + 1;
    if (header.number() == 0 && !begun.containsKey(id)) {
      begin(id, offset);
    }
    Begun session = begun.get(id);
    if (session == null || header.number() < session.records) {
      return null; // its beginning is gone or was delivered; or a record that was sent twice
    }
    if (header.number() > session.records) {
      drop(id, session);
      return null; // a part is missing: the topic is compacted, or has expired in between
    }
    session.records++;
    session.bytes += length;
    session.heardNanos = nowNanos;
    hear(session);
    return switch (header.kind()) {
      case CHUNK -> atOnce && header.number() == 0 ? deliverable(id, session, Session.OPEN) : null;
      case ABANDONED -> {
        drop(id, session);
        yield null;
      }
      case END -> end(id, header, session, offset);
    };
  }

  private void begin(String id, long offset) {
    if (begun.size() == MOST_OPEN) {
      Map.Entry<String, Begun> oldest = begun.entrySet().iterator().next();
      drop(oldest.getKey(), oldest.getValue());
    }
    begun.put(id, new Begun(offset));
  }

  private @Nullable Session end(String id, ChunkHeader header, Begun session, long offset) {
    if (header.bytes() != session.bytes) {
      drop(id, session);
      return null;
    }
    begun.remove(id);
    boolean isOffered = atOnce && header.number() > 0;
    return isOffered ? null : deliverable(id, session, offset);
  }

  private Session deliverable(String id, Begun session, long end) {
    undelivered.add(session.first);
    return new Session(partition, id, session.first, end);
  }

  private void hear(Begun session) {
    if (session.isGivenUp) {
      session.isGivenUp = false;
      counts.sessionFoundAgain();
    }
  }

  private void drop(String id, Begun session) {
    begun.remove(id);
    if (!session.isGivenUp && !atOnce) {
      counts.sessionDropped();
    }
  }

  /** It has been read at the far side, or never will be. */
  void delivered(Session session) {
    undelivered.remove(session.first());
  }

  /** The scanner reads on after a pause, in which it could hear of no session. */
  void resumed(long nowNanos) {
    begun.values().forEach(session -> session.heardNanos = nowNanos);
  }

  /** From now on those that were last heard of before this moment hold nothing up. */
  void giveUpSilent(long beforeNanos) {
    for (Begun session : begun.values()) {
      if (!session.isGivenUp && session.heardNanos - beforeNanos < 0) {
        session.isGivenUp = true;
        if (!atOnce) {
          counts.sessionDropped();
        }
      }
    }
  }

  /** The offset to commit: all that lies before it is done with. Empty before the first record. */
  OptionalLong committable() {
    if (next < 0) {
      return OptionalLong.empty();
    }
    long all = undelivered.isEmpty() ? next : undelivered.first();
    for (Begun session : begun.values()) {
      if (!session.isGivenUp) {
        return OptionalLong.of(Math.min(all, session.first));
      }
    }
    return OptionalLong.of(all);
  }
}
