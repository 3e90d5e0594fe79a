package io.standpipe.cli.worker;

import io.standpipe.cli.kafka.WorkerFigures;
import io.standpipe.cli.kafka.WorkerPlan;
import io.standpipe.cli.progress.ProgressLine;
import io.standpipe.cli.progress.ProgressSource;
import io.standpipe.cli.progress.Rate;
import io.standpipe.cli.text.Numbers;
import io.standpipe.internal.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What the display shows of a worker: how fast it is now, and what it has done. */
final class WorkerProgress implements ProgressSource {
  private final WorkerPlan plan;
  private final Supplier<WorkerFigures> figures;
  private final Rate rate = new Rate();
  private final long start = System.nanoTime();
  private volatile boolean ended;

  WorkerProgress(WorkerPlan plan, Supplier<WorkerFigures> figures) {
    this.plan = plan;
    this.figures = figures;
  }

  /** From now on shows only what the worker has done. */
  void end() {
    ended = true;
  }

  @Override
  public List<ProgressLine> lines(long now) {
    WorkerFigures at = figures.get();
    double perSecond = rate.perSecond(at.records(), now);
    return ended ? List.of(done(at, now)) : List.of(speed(at, perSecond), done(at, now));
  }

  private static ProgressLine speed(WorkerFigures at, double perSecond) {
    return new ProgressLine()
        .add(Numbers.rate(perSecond))
        .add("lag " + Numbers.count(at.lag()))
        .add(
            "in flight "
                + Numbers.count(at.inFlight())
                + " ("
                + Numbers.bytes(at.inFlightBytes())
                + ")")
        .add(WorkerText.waiting(at.waitingFor()));
  }

  private ProgressLine done(WorkerFigures at, long now) {
    var line = new ProgressLine().add(counted(at.records(), "record", "records"));
    if (ended) {
      line.add("in " + Durations.rough(Duration.ofNanos(now - start)));
    }
    alert(line, at.deadLetters(), "dead letter", "dead letters");
    alert(line, at.restarts(), "restart", "restarts");
    if (at.lanes() != 1) {
      line.add(counted(at.lanes(), "lane", "lanes"));
    }
    return line.add(plan.topics().from() + " → " + plan.topics().to());
  }

  private static void alert(ProgressLine line, long count, String one, String more) {
    String text = counted(count, one, more);
    if (count > 0) {
      line.alert(text);
    } else {
      line.add(text);
    }
  }

  private static String counted(long count, String one, String more) {
    return Numbers.count(count) + " " + (count == 1 ? one : more);
  }
}
