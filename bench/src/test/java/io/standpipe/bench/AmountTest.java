package io.standpipe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.bench.Amount.Kind;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AmountTest {
  private static void right(Amount amount, Sample sample) {
    assertThatCode(() -> amount.check(sample, Scale.SMOKE)).doesNotThrowAnyException();
  }

  private static void wrong(Amount amount, Sample sample) {
    assertThatThrownBy(() -> amount.check(sample, Scale.SMOKE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(sample.toString());
  }

  @Test
  void aByteTooFewOrTooManyIsWrong() {
    Amount amount = Amount.mebibytes(4096, 512, 1);

    right(amount, new Sample(1 << 20, 1));
    wrong(amount, new Sample((1 << 20) - 1, 1));
    wrong(amount, new Sample((1 << 20) + 1, 1));
  }

  @Test
  void linesNeedTheRightNumberOfDigitsToo() {
    Amount amount = new Amount(Kind.LINES, 1000, 100, 12);

    right(amount, new Sample(12, 1, Map.of("bytes", 15L)));
    wrong(amount, new Sample(12, 1, Map.of("bytes", 14L)));
    wrong(amount, new Sample(11, 1, Map.of("bytes", 15L)));
    wrong(amount, new Sample(12, 1));
  }

  @Test
  void aRoundThatEndedEarlyIsWrong() {
    right(Amount.time(), new Sample(1, 10_000_000));
    wrong(Amount.time(), new Sample(1, 9_999_999));
  }

  @Test
  void digitsAreThoseThatSeqPrints() {
    for (long last : new long[] {1, 9, 10, 11, 99, 100, 1000, 12_345}) {
      long printed =
          LongStream.rangeClosed(1, last).map(number -> Long.toString(number).length()).sum();
      assertThat(Amount.digits(last)).as("digits of seq %d", last).isEqualTo(printed);
    }
  }

  @Test
  void eachScaleHasItsOwn() {
    Amount amount = Amount.mebibytes(4096, 512, 1);

    assertThat(amount.describe(Scale.FULL)).isEqualTo("4,096 MiB");
    assertThat(amount.describe(Scale.QUICK)).isEqualTo("512 MiB");
    assertThat(amount.at(Scale.SMOKE)).isEqualTo(1 << 20);
  }
}
