package io.standpipe.cli.fifo;

import io.standpipe.cli.kafka.BridgeFigures;
import io.standpipe.cli.progress.ProgressLine;
import io.standpipe.cli.progress.ProgressSource;
import io.standpipe.cli.progress.Rate;
import io.standpipe.cli.text.Numbers;
import java.util.List;
import java.util.function.Supplier;

/** What the display shows of a bridge. */
final class BridgeProgress implements ProgressSource {
  private final String bridge;
  private final Supplier<BridgeFigures> figures;
  private final Rate rate = new Rate();

  BridgeProgress(String bridge, Supplier<BridgeFigures> figures) {
    this.bridge = bridge;
    this.figures = figures;
  }

  @Override
  public List<ProgressLine> lines(long now) {
    BridgeFigures at = figures.get();
    var line =
        new ProgressLine()
            .add(Numbers.byteRate(rate.perSecond(at.bytes(), now)))
            .add(Numbers.bytes(at.bytes()))
            .add(Numbers.count(at.sessions()) + (at.sessions() == 1 ? " session" : " sessions"));
    alert(line, at.dropped(), " dropped");
    alert(line, at.repeated(), " repeated");
    return List.of(line.add(bridge));
  }

  private static void alert(ProgressLine line, long count, String what) {
    if (count > 0) {
      line.alert(Numbers.count(count) + what);
    }
  }
}
