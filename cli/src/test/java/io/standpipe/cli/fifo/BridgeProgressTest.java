package io.standpipe.cli.fifo;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.cli.kafka.BridgeFigures;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BridgeProgressTest {
  private BridgeFigures figures = new BridgeFigures(0, 0, 0, 0);

  @Test
  void itShowsHowFastBytesPassAndWhatWentWrong() {
    var progress = new BridgeProgress("/run/in → kafka:t", () -> figures);
    long now = System.nanoTime();
    assertThat(progress.lines(now)).hasToString("[0 B/s  0 B  0 sessions  /run/in → kafka:t]");
    figures = new BridgeFigures(1, 24_600_000, 2, 3);

    assertThat(progress.lines(now + Duration.ofSeconds(2).toNanos()))
        .hasToString("[12.3 MB/s  24.6 MB  1 session  2 dropped  3 repeated  /run/in → kafka:t]");
  }
}
