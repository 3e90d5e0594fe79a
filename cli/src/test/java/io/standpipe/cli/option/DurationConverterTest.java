package io.standpipe.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {
  @ParameterizedTest
  @CsvSource({
    "2, PT2S",
    "2s, PT2S",
    "0.5, PT0.5S",
    "1.5s, PT1.5S",
    "500ms, PT0.5S",
    "1m30s, PT1M30S",
    "1h, PT1H",
    "1d, PT24H"
  })
  void readsWhatPeopleWrite(String text, Duration expected) {
    assertThat(new DurationConverter().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "1x", "1 s", "-1", "1m30", "0", "0.0s", "1e3", "٣"})
  void refusesTheRest(String text) {
    assertThatExceptionOfType(TypeConversionException.class)
        .isThrownBy(() -> new DurationConverter().convert(text));
  }
}
