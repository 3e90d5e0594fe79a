package io.standpipe.kafka.internal.bridge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.standpipe.internal.ready.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A member of the group: reads the topic to find sessions, and commits up to where all of them are
 * delivered. What is in them is read a second time, by the delivery, which so depends neither on
 * memory nor on the group: a session that it has begun it can finish, even when the partition has
 * gone to another member meanwhile. (That member delivers it again, to a reader of its own.)
 *
 * <p><b>Waiting.</b> The thread waits in poll alone: records wake it, {@link #wake} (a session is
 * done, or close), or a second's end, because silent sessions are no event. A wake that comes while
 * it does not wait makes the next poll return at once.
 */
final class SessionScanner implements ConsumerRebalanceListener {
  private static final Duration POLL = Duration.ofSeconds(1);

  /** For a commit that close or another member waits for. */
  private static final Duration FAREWELL = Duration.ofSeconds(3);

  private final Consumer<byte[], Integer> consumer;
  private final String topic;
  private final SessionQueue queue;
  private final boolean atOnce;
  private final Duration silence;
  private final SessionCounts counts;
  private final Map<TopicPartition, PartitionScan> scans = new HashMap<>();
  private final Map<TopicPartition, Long> committed = new HashMap<>();
  private @Nullable KafkaException commitFailure;
  private boolean isPaused;

  SessionScanner(
      Consumer<byte[], Integer> consumer,
      String topic,
      SessionQueue queue,
      boolean atOnce,
      Duration silence,
      SessionCounts counts) {
    this.consumer = consumer;
    this.topic = topic;
    this.queue = queue;
    this.atOnce = atOnce;
    this.silence = silence;
    this.counts = counts;
  }

  void subscribe() {
    consumer.subscribe(List.of(topic), this);
  }

  /** Becomes another member, after the group has lost this one or a call has failed. */
  void rejoin() {
    consumer.unsubscribe();
    forget(List.copyOf(scans.keySet()));
    subscribe();
  }

  /** Commits what was delivered, which leaving does by itself only for what it still owns. */
  void finish() {
    noticeDelivered();
    commit(uncommitted(scans.keySet()));
  }

  /** From any thread. */
  void wake() {
    consumer.wakeup();
  }

  /** One round: waits for records, and takes notice of what was delivered. */
  void round() {
    pauseIfFull();
    try {
      for (ConsumerRecord<byte[], Integer> read : consumer.poll(POLL)) {
        scan(read);
      }
    } catch (WakeupException e) {
      // A session is done, or this is the end.
    }
    if (!isPaused) {
      long before = System.nanoTime() - Deadline.nanos(silence);
      scans.values().forEach(scan -> scan.giveUpSilent(before));
    }
    noticeDelivered();
    Map<TopicPartition, OffsetAndMetadata> offsets = uncommitted(scans.keySet());
    if (!offsets.isEmpty()) {
      // A commit that failed gets null for its offsets from the consumer of the new protocol.
      consumer.commitAsync(offsets, (_, failure) -> noticeCommit(offsets, failure));
    }
    if (commitFailure != null) {
      throw commitFailure;
    }
  }

  /** Partitions that have come meanwhile are paused, too. */
  private void pauseIfFull() {
    boolean wasPaused = isPaused;
    isPaused = queue.isFull();
    if (isPaused) {
      consumer.pause(consumer.assignment());
    } else if (wasPaused) {
      consumer.resume(consumer.paused());
      long now = System.nanoTime();
      scans.values().forEach(scan -> scan.resumed(now));
    }
  }

  private void scan(ConsumerRecord<byte[], Integer> read) {
    ChunkHeader header = ChunkHeader.of(read.headers());
    PartitionScan scan = scans.get(new TopicPartition(read.topic(), read.partition()));
    if (scan == null) {
      return;
    }
    if (header == null || read.key() == null) {
      scan.pass(read.offset());
      return;
    }
    String id = new String(read.key(), US_ASCII);
    Session session = scan.add(id, header, read.offset(), read.value(), System.nanoTime());
    if (session != null) {
      queue.add(session);
    }
  }

  private void noticeDelivered() {
    for (Session session : queue.takeDone()) {
      PartitionScan scan = scans.get(session.partition());
      if (scan != null) {
        scan.delivered(session);
      }
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> uncommitted(Collection<TopicPartition> of) {
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (TopicPartition partition : of) {
      PartitionScan scan = scans.get(partition);
      OptionalLong offset = scan == null ? OptionalLong.empty() : scan.committable();
      if (offset.isPresent()) {
        Long before = committed.put(partition, offset.getAsLong());
        if (before == null || before != offset.getAsLong()) {
          offsets.put(partition, new OffsetAndMetadata(offset.getAsLong()));
        }
      }
    }
    return offsets;
  }

  /** A commit that failed for a while is made good by the next one. */
  private void noticeCommit(
      Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
    if (failure != null) {
      offsets.keySet().forEach(committed::remove);
      if (failure instanceof AuthorizationException e) {
        commitFailure = e;
      }
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      scans.put(partition, new PartitionScan(partition, atOnce, counts));
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    noticeDelivered();
    commit(uncommitted(partitions));
    forget(partitions);
  }

  /** A wake that was meant for poll may end the first try. */
  private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    for (int i = 0; i < 2 && !offsets.isEmpty(); i++) {
      try {
        consumer.commitSync(offsets, FAREWELL);
        return;
      } catch (WakeupException e) {
        // Again.
      } catch (KafkaException e) {
        return; // then the next member delivers some sessions again: at least once
      }
    }
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    forget(partitions);
  }

  private void forget(Collection<TopicPartition> partitions) {
    scans.keySet().removeAll(partitions);
    committed.keySet().removeAll(partitions);
    queue.forget(partitions);
  }
}
