package io.standpipe.kafka.internal.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OffsetsInProgressTest {
  private static final TopicPartition PARTITION = new TopicPartition("sums", 0);

  private final OffsetsInProgress offsets = new OffsetsInProgress();

  @BeforeEach
  void beginThree() {
    for (long offset = 10; offset < 13; offset++) {
      offsets.begin(PARTITION, offset);
    }
  }

  private void committable(long offset) {
    assertThat(offsets.takeCommittable())
        .isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(offset)));
  }

  @Test
  void theFirstThatIsNotDoneHoldsTheOffset() {
    offsets.done(PARTITION, 12);
    offsets.done(PARTITION, 11);
    committable(10);
    offsets.done(PARTITION, 10);
    committable(13);
  }

  @Test
  void whatWasTakenIsNotCommittedTwiceUnlessItFailed() {
    committable(10);
    assertThat(offsets.takeCommittable()).isEmpty();
    offsets.notCommitted(List.of(PARTITION));
    committable(10);
  }

  @Test
  void aPartitionThatHasGoneIsForgotten() {
    offsets.forget(List.of(PARTITION));
    offsets.done(PARTITION, 10);
    offsets.notCommitted(List.of(PARTITION));
    assertThat(offsets.takeCommittable()).isEmpty();
  }
}
