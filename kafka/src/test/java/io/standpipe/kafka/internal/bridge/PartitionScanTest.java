package io.standpipe.kafka.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartitionScanTest {
  private static final TopicPartition PARTITION = new TopicPartition("bytes", 0);

  private final SessionCounts counts = new SessionCounts();
  private PartitionScan scan = new PartitionScan(PARTITION, false, counts);
  private long offset = 100;
  private long now;

  private @Nullable Session chunk(String id, long number) {
    return scan.add(id, ChunkHeader.chunk(number), offset++, 10, now);
  }

  private @Nullable Session end(String id, long number) {
    return scan.add(id, ChunkHeader.end(number, 10 * number), offset++, 0, now);
  }

  private long committable() {
    return scan.committable().orElseThrow();
  }

  @Test
  void nothingIsCommittedBeforeTheFirstRecord() {
    assertThat(scan.committable()).isEmpty();
  }

  @Test
  void aSessionIsFoundAtItsEndAndCommittedWhenDelivered() {
    assertThat(chunk("a", 0)).isNull();
    assertThat(chunk("a", 1)).isNull();
    Session session = end("a", 2);
    assertThat(session).isEqualTo(new Session(PARTITION, "a", 100, 102));
    assertThat(committable()).isEqualTo(100);
    scan.delivered(session);
    assertThat(committable()).isEqualTo(103);
  }

  @Test
  void theOldestSessionThatIsNotDeliveredHoldsTheOffset() {
    chunk("a", 0);
    chunk("b", 0);
    Session b = end("b", 1);
    Session c = end("c", 0);
    scan.delivered(c);
    assertThat(committable()).isEqualTo(100);
    Session a = end("a", 1);
    scan.delivered(a);
    assertThat(committable()).isEqualTo(101);
    scan.delivered(b);
    assertThat(committable()).isEqualTo(105);
  }

  @Test
  void aRecordThatCameTwiceCountsOnce() {
    chunk("a", 0);
    chunk("a", 0);
    chunk("a", 1);
    chunk("a", 0);
    assertThat(end("a", 2)).isNotNull();
  }

  @Test
  void aSessionWithAHoleIsDropped() {
    chunk("a", 0);
    assertThat(chunk("a", 2)).isNull();
    assertThat(end("a", 3)).isNull();
    assertThat(counts.dropped()).isEqualTo(1);
    assertThat(committable()).isEqualTo(103);
  }

  @Test
  void aSessionOfTheWrongLengthIsDropped() {
    chunk("a", 0);
    assertThat(scan.add("a", ChunkHeader.end(1, 11), offset++, 0, now)).isNull();
    assertThat(counts.dropped()).isEqualTo(1);
  }

  @Test
  void aSessionWhoseBeginningWasCommittedIsPassed() {
    assertThat(chunk("a", 7)).isNull();
    assertThat(end("a", 8)).isNull();
    assertThat(counts.dropped()).isZero();
    assertThat(committable()).isEqualTo(102);
  }

  @Test
  void anAbandonedSessionIsDroppedAtOnce() {
    chunk("a", 0);
    assertThat(scan.add("a", ChunkHeader.abandoned(1), offset++, 0, now)).isNull();
    assertThat(counts.dropped()).isEqualTo(1);
    assertThat(committable()).isEqualTo(102);
  }

  @Test
  void aSilentSessionHoldsNothingUntilItGoesOn() {
    chunk("silent", 0);
    now = 1000;
    chunk("heard", 0);
    scan.giveUpSilent(500);
    scan.giveUpSilent(500);
    assertThat(counts.dropped()).isEqualTo(1);
    assertThat(committable()).isEqualTo(101);
    chunk("silent", 1);
    assertThat(counts.dropped()).isZero();
    assertThat(committable()).isEqualTo(100);
    assertThat(end("silent", 2)).isEqualTo(new Session(PARTITION, "silent", 100, 103));
  }

  @Test
  void whileTheScannerPausesNoSessionIsSilent() {
    chunk("a", 0);
    scan.resumed(1000);
    scan.giveUpSilent(500);
    assertThat(counts.dropped()).isZero();
    assertThat(committable()).isEqualTo(100);
  }

  @Test
  void theOldestOfTooManySessionsWithoutAnEndIsForgotten() {
    for (int i = 0; i < 10_001; i++) {
      chunk("s" + i, 0);
    }
    assertThat(counts.dropped()).isEqualTo(1);
    assertThat(end("s0", 1)).isNull();
    assertThat(end("s1", 1)).isNotNull();
  }

  @Test
  void atOnceASessionIsFoundAtItsBeginningAndOnlyThere() {
    scan = new PartitionScan(PARTITION, true, counts);
    Session session = chunk("a", 0);
    assertThat(session).isNotNull();
    assertThat(session.isOpen()).isTrue();
    assertThat(chunk("a", 1)).isNull();
    assertThat(end("a", 2)).isNull();
    assertThat(end("empty", 0)).isEqualTo(new Session(PARTITION, "empty", 103, 103));
  }
}
