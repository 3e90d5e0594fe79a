package io.standpipe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RatiosTest {
  private static List<Sample> rates(long... perSecond) {
    return LongStream.of(perSecond).mapToObj(rate -> new Sample(rate, 1_000_000_000)).toList();
  }

  @Test
  void eachRoundIsComparedWithTheSameRoundOfTheOther() {
    // The machine is four times as fast in the second round. The ratio of the medians would be 1.
    Ratios ratios = Ratios.of(rates(200, 800, 300), rates(100, 400, 300));

    assertThat(ratios).isEqualTo(new Ratios(2.0, 1.0, 2.0));
  }

  @Test
  void ofAnEvenNumberTheMedianIsTheMeanOfTheMiddleTwo() {
    assertThat(Ratios.of(rates(100, 400, 300, 900), rates(100, 100, 100, 100)).median())
        .isEqualTo(3.5);
  }

  @Test
  void theMedianRateDoesNotDependOnTheOrder() {
    assertThat(Ratios.medianRate(rates(900, 100, 200))).isEqualTo(200);
  }

  @Test
  void roundsWithoutAPartnerAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Ratios.of(rates(1, 2), rates(1)));
  }

  @Test
  void isShownWithItsRange() {
    assertThat(new Ratios(2.306, 2.1, 12.5)).hasToString("2.31 [2.10 … 12.50]");
  }
}
