package io.standpipe.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Rate rate = new Rate(Duration.ofSeconds(5));
  private long now = Long.MAX_VALUE - SECOND; // nanoTime may overflow

  private double at(double seconds, long count) {
    return rate.perSecond(count, now + Math.round(seconds * SECOND));
  }

  @Test
  void theFirstLookHasNoRate() {
    assertThat(at(0, 500)).isZero();
  }

  @Test
  void itIsTheGrowthSinceTheFirstLookAndThenOverTheWindow() {
    at(0, 0);
    assertThat(at(1, 100)).isEqualTo(100);
    assertThat(at(2, 300)).isEqualTo(150);
    for (int second = 3; second <= 12; second++) {
      at(second, 300);
    }
    assertThat(at(13, 300)).isZero();
  }

  @Test
  void looksAtOddTimesGiveTheSameRate() {
    double last = 0;
    for (double t = 0; t < 20; t += 0.37) {
      last = at(t, Math.round(t * 1000));
    }
    assertThat(last).isCloseTo(1000, within(1.0));
  }

  @Test
  void aCounterThatBeginsAnewHasNoNegativeRate() {
    at(0, 1000);
    at(1, 2000);
    assertThat(at(2, 10)).isZero();
    assertThat(at(3, 20)).isEqualTo(10);
  }

  @Test
  void twoLooksAtTheSameTimeAreNoDivisionByZero() {
    at(0, 1);
    assertThat(at(0, 2)).isZero();
  }

  /** A stopped process goes on after an hour. */
  @Test
  void afterALongPauseItBeginsAnew() {
    at(0, 0);
    assertThat(at(3600, 3600)).isZero();
    assertThat(at(3601, 3700)).isEqualTo(100);
  }
}
