package io.standpipe.kafka.internal.lane;

import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import io.standpipe.kafka.worker.Tombstones;
import io.standpipe.kafka.worker.WorkerStatus.Waiting;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a lane commits together: the answers that were sent on, the dead letters, and the positions
 * behind their records. It begins with the first record that is settled, and is due when it is full
 * or old; so it is never open for longer than its age, however long the program takes.
 */
final class LaneTransaction implements AutoCloseable {
  private final LaneSettings settings;
  private final LaneCounters counters;
  private final Output output;
  private final Consumer<byte[], byte[]> consumer;
  private final Assignment assignment;
  private final OutputRecords answers;
  private final @Nullable DeadLetters dead;
  private boolean open;
  private int size;
  private int answerCount;
  private int deadCount;
  private long openedAt;
  private TransactionEvent event = new TransactionEvent();

  LaneTransaction(
      LaneSettings settings,
      LaneCounters counters,
      Output output,
      Consumer<byte[], byte[]> consumer,
      Assignment assignment) {
    this.settings = settings;
    this.counters = counters;
    this.output = output;
    this.consumer = consumer;
    this.assignment = assignment;
    this.answers = new OutputRecords(settings.to(), settings.samePartitions());
    this.dead = settings.dead() == null ? null : new DeadLetters(settings.dead());
  }

  /** Sends on what is settled, in the order of each partition. Blocks as the output does. */
  void sendSettled() throws KafkaTaskException {
    for (PartitionQueue queue : assignment.queues()) {
      InFlight next = queue.nextSettled();
      while (next != null) {
        if (size >= settings.mostRecords()) {
          commit();
        }
        requireDeadLetterTopic(next);
        send(next);
        queue.sentFirst();
        next = queue.nextSettled();
      }
    }
  }

  /** Begins it, if it has not begun. */
  private void begin() {
    if (!open) {
      output.begin();
      open = true;
      event = new TransactionEvent();
      event.begin();
      openedAt = System.nanoTime();
    }
  }

  /**
   * Sends what a process has written that was asked all of a batch.
   *
   * @param first the batch's first record
   */
  void send(byte[] message, InFlight first) {
    begin();
    output.send(answers.of(message, settings.key()), first);
    answerCount++;
  }

  private void send(InFlight settled) {
    begin();
    size++;
    Blame blame = settled.refusal();
    if (blame != null && dead != null) {
      bury(dead, settled, blame);
    } else if (settled.isTombstone()) {
      if (settings.tombstones() == Tombstones.PASS) {
        output.send(answers.tombstone(settled.record), settled);
      }
    } else {
      for (byte[] message : settled.answers()) {
        output.send(answers.of(settled.record, message), settled);
        answerCount++;
      }
    }
  }

  /** What comes before such a record is committed: the next worker begins with it. */
  private void requireDeadLetterTopic(InFlight next) throws KafkaTaskException {
    Blame blame = next.refusal();
    if (blame != null && dead == null) {
      commit();
      throw new KafkaTaskException(
          Reason.NO_DEAD_LETTER_TOPIC,
          "process %s: %s; give a topic for dead letters, or take the record out of the topic"
              .formatted(next, blame.reason()),
          null);
    }
  }

  private void bury(DeadLetters dead, InFlight settled, Blame blame) {
    output.send(dead.of(settled.record, blame, settled.queue.failures(settled)), settled);
    deadCount++;
  }

  int size() {
    return size;
  }

  boolean isDue() {
    return open && (size >= settings.mostRecords() || nanosUntilDue() == 0);
  }

  /** Until it is too old; nearly for ever if it has not begun. */
  long nanosUntilDue() {
    if (!open) {
      return TimeUnit.DAYS.toNanos(1);
    }
    return Math.max(0, settings.mostAge().toNanos() - (System.nanoTime() - openedAt));
  }

  /** What could not be sent; null if all could so far. */
  SendFailures.@Nullable Failure failure() {
    return output.failure();
  }

  /** Commits it, if it has begun. Blocks until the brokers have acknowledged it. */
  void commit() {
    if (!open) {
      return;
    }
    counters.waiting = Waiting.BROKER;
    Map<TopicPartition, OffsetAndMetadata> positions = assignment.toCommit();
    long begin = System.nanoTime();
    output.commit(positions, consumer.groupMetadata());
    event.commitMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    event.committed = true;
    assignment.committed();
    counters.records.add(size);
    counters.answers.add(answerCount);
    counters.deadLetters.add(deadCount);
    counters.transactions.increment();
    ended();
  }

  /** Gives it up. The caller has its records read again. */
  void abort() {
    if (open) {
      counters.aborts.increment();
      ended();
    }
    output.abort();
  }

  private void ended() {
    if (event.shouldCommit()) {
      event.lane = counters.lane;
      event.records = size;
      event.answers = answerCount;
      event.deadLetters = deadCount;
      event.commit();
    }
    open = false;
    size = 0;
    answerCount = 0;
    deadCount = 0;
  }

  /** Closes the producer; what was not committed is given up. */
  @Override
  public void close() {
    output.close();
  }
}
