package io.standpipe.kafka.internal.lane;

import io.standpipe.framing.FrameWriter;
import io.standpipe.kafka.internal.program.AskedProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which record the program is asked next, and how many at a time: as many as keep it busy, or one
 * alone where a failure must be known to be that record's. What is fetched and not sent on is
 * bounded, in records and in bytes: beyond that the partitions are paused.
 */
final class Questions {
  /**
   * How long a program is silent before it is asked the next record alone: a second answer would be
   * taken for that record's.
   */
  static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** So many questions after its start a program is asked alone, to see that it answers once. */
  private static final int FIRST = 8;

  private static final long MOST_BYTES = 32L << 20;

  /** Enough for any program to have its next question at hand. */
  private static final int MOST_ASKED = 4096;

  private final LaneSettings settings;
  private final LaneCounters counters;
  private final Consumer<byte[], byte[]> consumer;
  private final Assignment assignment;

  /** Whether a second answer would be taken for another record's. */
  private final boolean inOrder;

  /** Goes nowhere; it refuses what the framing cannot carry. */
  private final FrameWriter unwritten;

  /** What the program owes, also for records that were dropped meanwhile. */
  private int asked;

  private long number;
  private boolean careful;
  private @Nullable InFlight lastAsked;

  Questions(
      LaneSettings settings,
      LaneCounters counters,
      Consumer<byte[], byte[]> consumer,
      Assignment assignment) {
    this.settings = settings;
    this.counters = counters;
    this.consumer = consumer;
    this.assignment = assignment;
    this.unwritten =
        settings.program().framing().writer(Channels.newChannel(OutputStream.nullOutputStream()));
    this.inOrder = settings.program().answers().matcher().isEmpty();
  }

  /**
   * Asks what may be asked now.
   *
   * @param answers how many answers this program has given
   */
  void ask(AskedProgram<InFlight> program, long answers) {
    boolean suspicious = assignment.isSuspicious();
    careful = suspicious || (inOrder && answers < FIRST);
    for (PartitionQueue queue : assignment.queues()) {
      while (mayAsk() && (!suspicious || queue.isSuspicious())) {
        InFlight next = queue.nextToAsk();
        if (next == null) {
          break;
        }
        ask(program, next);
      }
    }
  }

  private boolean mayAsk() {
    return careful ? asked == 0 : asked < MOST_ASKED;
  }

  private void ask(AskedProgram<InFlight> program, InFlight next) {
    settleUnasked(next);
    if (!next.isSettled()) {
      asked++;
      next.number = ++number;
      lastAsked = next;
      program.ask(next, next.record.value());
    }
  }

  /** Takes a batch for a process of its own: at least one record, if one waits. */
  List<InFlight> take(int most) {
    List<InFlight> batch = new ArrayList<>();
    for (PartitionQueue queue : assignment.queues()) {
      InFlight next = batch.size() < most ? queue.nextToAsk() : null;
      while (next != null) {
        settleUnasked(next);
        refuseUnwritable(next);
        batch.add(next);
        next = batch.size() < most ? queue.nextToAsk() : null;
      }
    }
    return batch;
  }

  /** A batch is written without looking at each message. */
  private void refuseUnwritable(InFlight next) {
    if (!next.isSettled()) {
      try {
        unwritten.write(next.record.value());
      } catch (IOException e) {
        next.refused(Blame.ofRecord(String.valueOf(e.getMessage())));
      }
    }
  }

  /** Settles what the program need not be asked. */
  private void settleUnasked(InFlight next) {
    Blame refusal = next.queue.refusal(next);
    if (refusal == null && next.queue.failures(next) >= settings.attempts()) {
      refusal = Blame.ofRecord("an earlier worker has seen the program fail at it");
    }
    if (refusal != null) {
      next.refused(refusal);
    } else if (next.isTombstone()) {
      next.answered(List.of());
    }
  }

  /** The program has answered. */
  void answered(InFlight record, List<byte[]> messages) {
    asked--;
    record.answered(messages);
  }

  /** The framing could not carry it. */
  void unwritable(InFlight record, String reason) {
    asked--;
    record.refused(Blame.ofRecord(reason));
  }

  /** The program has ended: it owes nothing any more. */
  void forget() {
    asked = 0;
    lastAsked = null;
  }

  /** How many answers the program owes. */
  int asked() {
    return asked;
  }

  /** Whether the program is asked one record at a time. */
  boolean isCareful() {
    return careful;
  }

  /**
   * The record at which the program has failed, if that is certain: no other one was asked since
   * the last answer that is known to be right.
   *
   * @param answered what it has answered just before it failed; null if nothing
   * @param isClean whether all earlier answers are committed
   */
  @Nullable InFlight alone(@Nullable InFlight answered, boolean isClean) {
    if (careful) {
      return answered != null ? answered : asked == 1 ? lastAsked : null;
    }
    return answered == null && asked == 1 && isClean ? lastAsked : null;
  }

  /** Whether records wait to be asked. */
  boolean isWaiting() {
    return assignment.queues().stream().anyMatch(PartitionQueue::hasWaiting);
  }

  /** Fetches no more where enough is held, and goes on once half of it is gone. */
  void regulate() {
    int held = 0;
    long bytes = 0;
    for (PartitionQueue queue : assignment.queues()) {
      held += queue.held();
      bytes += queue.heldBytes();
    }
    counters.inFlight = held;
    counters.inFlightBytes = bytes;
    Collection<TopicPartition> paused = consumer.paused();
    int most = 2 * settings.mostRecords();
    if (held >= most || bytes >= MOST_BYTES) {
      if (paused.size() < assignment.queues().size()) {
        consumer.pause(consumer.assignment());
      }
    } else if (!paused.isEmpty() && held <= most / 2 && bytes <= MOST_BYTES / 2) {
      consumer.resume(paused);
    }
  }
}
