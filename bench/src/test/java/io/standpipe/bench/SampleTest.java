package io.standpipe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {
  @Test
  void aContenderAndTheHarnessReadTheSameLine() {
    var sample = new Sample(1200, 3_000_000_000L, Map.of("threads", 4L, "heap", 16L));

    assertThat(sample).hasToString("1200 3000000000 heap=16 threads=4");
    assertThat(Sample.parse(sample.toString())).isEqualTo(sample);
    assertThat(Sample.parse("7 9\n")).isEqualTo(new Sample(7, 9));
  }

  @Test
  void theRateIsPerSecond() {
    assertThat(new Sample(1200, 3_000_000_000L).perSecond()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "12 x", "12 34 threads", "12 34 =4", "0 34", "12 0", "12  34"})
  void anythingElseIsRefused(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> Sample.parse(line));
  }
}
