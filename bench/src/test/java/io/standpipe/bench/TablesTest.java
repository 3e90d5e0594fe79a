package io.standpipe.bench;

import static io.standpipe.bench.Fixtures.ran;
import static io.standpipe.bench.Fixtures.section;
import static io.standpipe.bench.Fixtures.work;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TablesTest {
  private final Section section =
      section(
          Scale.FULL,
          work(),
          ran(1500, 1600, 1700),
          ran(800, 800, 1000),
          new Standing.Absent("no other on the PATH"));

  @Test
  void asTextTheColumnsAreAligned() {
    assertThat(TextTable.of(section))
        .isEqualTo(
            """
            push: 1,000 ms of pushing
                         runs/s  standpipe : it [min … max]  target
              standpipe   1,600
              peer          800          1.88 [1.70 … 2.00]  ≥ 2.00  missed
              other      ABSENT: no other on the PATH
            """);
  }

  @Test
  void inMarkdownAMissedTargetStandsOut() {
    assertThat(MarkdownTable.of(section))
        .isEqualTo(
            """
            | push | runs/s | standpipe : it [min … max] | target |  |
            |---|--:|--:|--:|---|
            | standpipe | 1,600 |  |  |  |
            | peer | 800 | 1.88 [1.70 … 2.00] | ≥ 2.00 | **missed** |
            | other | ABSENT: no other on the PATH |  |  |  |
            """);
  }

  @Test
  void durationsAreShownAsDurations() {
    assertThat(Unit.MILLIS.format(new Sample(10, 1_234_000_000).perSecond())).isEqualTo("123.4");
    assertThat(Unit.GIGABYTES.format(2.5e9)).isEqualTo("2.50");
  }
}
