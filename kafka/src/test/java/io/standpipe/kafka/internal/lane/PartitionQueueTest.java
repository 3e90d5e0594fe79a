package io.standpipe.kafka.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartitionQueueTest {
  private static final TopicPartition PARTITION = new TopicPartition("in", 3);

  private static PartitionQueue queue(@Nullable Attempts attempts) {
    return new PartitionQueue(PARTITION, attempts);
  }

  private static void fetch(PartitionQueue queue, long... offsets) {
    for (long offset : offsets) {
      queue.fetched(
          new InFlight(new ConsumerRecord<>("in", 3, offset, new byte[0], new byte[] {1}), queue));
    }
  }

  @Test
  void onlyTheFirstRecordIsSentOnAndOnlyWhatWasSentIsCommitted() {
    PartitionQueue queue = queue(null);
    fetch(queue, 10, 11, 12);
    InFlight first = queue.nextToAsk();
    InFlight second = queue.nextToAsk();
    second.answered(List.of());
    assertThat(queue.nextSettled()).as("the first is not answered").isNull();
    assertThat(queue.toCommit()).isNull();
    first.answered(List.of());
    assertThat(queue.nextSettled()).isSameAs(first);
    queue.sentFirst();
    assertThat(queue.toCommit()).isEqualTo(11);
    assertThat(queue.rewind()).as("nothing is committed").isEqualTo(10);
    assertThat(second.isDropped()).isTrue();
    assertThat(queue.held()).isZero();
  }

  @Test
  void afterACommitItGoesOnBehindIt() {
    PartitionQueue queue = queue(null);
    fetch(queue, 10, 12); // 11 is a marker of a transaction, or was compacted
    queue.nextToAsk().answered(List.of());
    queue.sentFirst();
    queue.committed();
    assertThat(queue.toCommit()).isNull();
    assertThat(queue.rewind()).isEqualTo(11);
  }

  @Test
  void suspectsAreARangeAndWhatIsBeforeAndBehindThemIsNot() {
    PartitionQueue queue = queue(null);
    fetch(queue, 1, 2, 3, 4);
    queue.suspect(3);
    queue.suspect(2);
    for (boolean suspicious : new boolean[] {false, true, true, false}) {
      assertThat(queue.isSuspicious()).isEqualTo(suspicious);
      queue.nextToAsk().answered(List.of());
      queue.sentFirst();
    }
  }

  @Test
  void failuresAtARecordAreCountedAlsoThoseOfAnEarlierWorker() {
    Attempts left = Attempts.of(new OffsetAndMetadata(7, "standpipe failures=2"));
    PartitionQueue queue = queue(left);
    fetch(queue, 7, 8);
    assertThat(queue.isSuspicious()).isTrue();
    InFlight record = queue.nextToAsk();
    assertThat(queue.failures(record)).isEqualTo(2);
    Attempts now = queue.failedAt(record);
    assertThat(now).isEqualTo(new Attempts(7, 3));
    assertThat(now.commit()).isEqualTo(new OffsetAndMetadata(7, "standpipe failures=3"));
    assertThat(queue.failedAt(queue.nextToAsk()).count()).as("of the next record").isOne();
  }

  @Test
  void metadataOfOthersIsNoCount() {
    assertThat(Attempts.of(null)).isNull();
    assertThat(Attempts.of(new OffsetAndMetadata(7))).isNull();
    assertThat(Attempts.of(new OffsetAndMetadata(7, "standpipe failures=x"))).isNull();
  }
}
