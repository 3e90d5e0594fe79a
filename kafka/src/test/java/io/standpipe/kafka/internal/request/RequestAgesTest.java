package io.standpipe.kafka.internal.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RequestAgesTest {
  private static final TopicPartition PARTITION = new TopicPartition("sums", 0);

  private final RequestAges ages = new RequestAges();

  private long age(long timestamp, long nowMillis, long nowNanosInMillis) {
    return ages.millis(
        PARTITION, timestamp, nowMillis, TimeUnit.MILLISECONDS.toNanos(nowNanosInMillis));
  }

  @Test
  void whatWasThereBeforeTheServerIsAsOldAsItsTimestampSays() {
    assertThat(age(1000, 61_000, 0)).isEqualTo(60_000);
  }

  @Test
  void aServerThatKeepsUpNeedsNoClock() {
    ages.endSeen(PARTITION, TimeUnit.MILLISECONDS.toNanos(500));
    assertThat(age(1000, 3_601_000, 520)).isEqualTo(20);
    assertThat(age(1000, 1005, 520)).isEqualTo(5);
  }

  @Test
  void aClockThatIsAheadMakesARequestNew() {
    assertThat(age(100_000, 1000, 0)).isZero();
  }

  @Test
  void whatWasSeenOfAPartitionThatHasGoneIsForgotten() {
    ages.endSeen(PARTITION, 0);
    ages.forget(List.of(PARTITION));
    assertThat(age(1000, 61_000, 10)).isEqualTo(60_000);
  }
}
