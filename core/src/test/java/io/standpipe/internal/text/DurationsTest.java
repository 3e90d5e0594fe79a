package io.standpipe.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As people write them; the longest and the most negative ones too. */
class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0ms",
    "PT0.25S, 250ms",
    "PT1.5S, 1.5s",
    "PT90S, 1m30s",
    "PT-5S, -5000ms",
    "PT9223372036854775807S, more than 292 years",
    "PT-9223372036854775808S, 0ms"
  })
  void text(Duration duration, String text) {
    assertThat(Durations.text(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"PT0.25S, 250ms", "PT1.999S, 1s", "PT119.5S, 1m59s", "PT3M59S, 3m", "PT61M, 1h1m"})
  void roughText(Duration duration, String text) {
    assertThat(Durations.rough(duration)).isEqualTo(text);
  }
}
