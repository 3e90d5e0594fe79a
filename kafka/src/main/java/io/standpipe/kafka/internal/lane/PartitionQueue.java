package io.standpipe.kafka.internal.lane;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition in the order of their offsets: those that were fetched, of these the
 * ones that the program was asked, and how far the partition has been sent on and committed. Only
 * the first of them is ever sent on, so output keeps the order of input even if answers do not. For
 * the lane's thread.
 */
final class PartitionQueue {
  private static final long NOWHERE = -1;

  private final TopicPartition partition;
  private final ArrayDeque<InFlight> waiting = new ArrayDeque<>();
  private final ArrayDeque<InFlight> asked = new ArrayDeque<>();
  private long heldBytes;

  /** Where it is read again after an abort. */
  private long committed = NOWHERE;

  /** After the last record whose answers are in the transaction. */
  private long sent = NOWHERE;

  /** From here to the last one, a record may be the one at which the program failed. */
  private long firstSuspect = Long.MAX_VALUE;

  private long lastSuspect = NOWHERE;

  private @Nullable Attempts attempts;

  /** Records that the program will not be asked any more, by their offsets. */
  private final Map<Long, Blame> refusals = new HashMap<>();

  PartitionQueue(TopicPartition partition, @Nullable Attempts attempts) {
    this.partition = partition;
    this.attempts = attempts;
    if (attempts != null) {
      suspect(attempts.offset());
    }
  }

  TopicPartition partition() {
    return partition;
  }

  void fetched(InFlight record) {
    if (committed == NOWHERE) {
      committed = record.record.offset();
    }
    waiting.add(record);
    heldBytes += record.size();
  }

  /** How many records were fetched and not sent on. */
  int held() {
    return waiting.size() + asked.size();
  }

  /** Bytes of them. */
  long heldBytes() {
    return heldBytes;
  }

  /** The next record to ask the program; null if there is none. */
  @Nullable InFlight nextToAsk() {
    InFlight next = waiting.poll();
    if (next != null) {
      asked.add(next);
    }
    return next;
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  /** The next record to send on, if it is settled. */
  @Nullable InFlight nextSettled() {
    InFlight first = asked.peek();
    return first != null && first.isSettled() ? first : null;
  }

  /** The first record is in the transaction now. */
  void sentFirst() {
    InFlight first = asked.remove();
    heldBytes -= first.size();
    sent = first.record.offset() + 1;
  }

  /** Where the partition stands once the transaction is committed; null if nothing was sent. */
  @Nullable Long toCommit() {
    return sent == NOWHERE ? null : sent;
  }

  void committed() {
    if (sent != NOWHERE) {
      committed = sent;
      sent = NOWHERE;
      refusals.keySet().removeIf(offset -> offset < committed);
    }
  }

  /** From now on the record is not asked but goes to the dead letters. */
  void refuse(InFlight record, Blame blame) {
    refusals.put(record.record.offset(), blame);
  }

  /** Why the record must not be asked; null if it may be. */
  @Nullable Blame refusal(InFlight record) {
    return refusals.get(record.record.offset());
  }

  /**
   * Forgets all that was fetched.
   *
   * @return where to read it again; null if nothing was
   */
  @Nullable Long rewind() {
    asked.forEach(InFlight::drop);
    asked.clear();
    waiting.clear();
    heldBytes = 0;
    sent = NOWHERE;
    return committed == NOWHERE ? null : committed;
  }

  /** What the program was asked and has not answered, in the order of asking. */
  Stream<InFlight> unanswered() {
    return asked.stream().filter(record -> !record.isSettled());
  }

  /** From now on this record is asked alone, and so are those that are between two such records. */
  void suspect(long offset) {
    boolean none = firstSuspect > lastSuspect;
    firstSuspect = none ? offset : Math.min(firstSuspect, offset);
    lastSuspect = none ? offset : Math.max(lastSuspect, offset);
  }

  /** Each record that is not committed is suspect. */
  void suspectAll() {
    InFlight last = asked.peekLast();
    if (last != null) {
      suspect(last.record.offset());
    }
    if (committed != NOWHERE && (last != null || sent != NOWHERE)) {
      suspect(committed);
      suspect(Math.max(committed, sent - 1));
    }
  }

  /** Whether the next record must be asked alone, so that a failure is known to be its. */
  boolean isSuspicious() {
    InFlight first = asked.isEmpty() ? waiting.peek() : asked.peek();
    return first != null
        && first.record.offset() >= firstSuspect
        && first.record.offset() <= lastSuspect;
  }

  /** The program has failed at this record, which was the only one. */
  Attempts failedAt(InFlight record) {
    Attempts now = Attempts.after(attempts, record.record.offset());
    attempts = now;
    suspect(record.record.offset());
    return now;
  }

  /** How often the program has failed at this record. */
  int failures(InFlight record) {
    Attempts known = attempts;
    return known != null && known.offset() == record.record.offset() ? known.count() : 0;
  }
}
