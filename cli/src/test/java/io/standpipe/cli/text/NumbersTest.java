package io.standpipe.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0        | 0/s",
        "0.04     | 0.0/s",
        "0.44     | 0.4/s",
        "9.94     | 9.9/s",
        "9.96     | 10/s",
        "1234.5   | 1,235/s",
        "12345678 | 12,345,678/s",
      })
  void aRateHasDecimalsOnlyWhereTheyTellSomething(double perSecond, String text) {
    assertThat(Numbers.rate(perSecond)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0                   | 0 B",
        "999                 | 999 B",
        "999.6               | 1.00 kB",
        "1000                | 1.00 kB",
        "12345               | 12.3 kB",
        "99960               | 100 kB",
        "999499              | 999 kB",
        "999600              | 1.00 MB",
        "12345678            | 12.3 MB",
        "9223372036854775807 | 9.22 EB",
      })
  void bytesHaveThreeFiguresAndAUnit(double bytes, String text) {
    assertThat(Numbers.byteRate(bytes)).isEqualTo(text + "/s");
    if (bytes == Math.rint(bytes)) {
      assertThat(Numbers.bytes((long) bytes)).isEqualTo(text);
    }
  }

  @Test
  void theLocaleChangesNothing() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Numbers.count(10_234)).isEqualTo("10,234");
      assertThat(Numbers.bytes(1_500)).isEqualTo("1.50 kB");
    } finally {
      Locale.setDefault(before);
    }
  }
}
