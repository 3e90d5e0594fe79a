package io.standpipe.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import io.standpipe.Signal;
import io.standpipe.cli.job.ServiceRunner;
import io.standpipe.cli.job.StopSignals;
import io.standpipe.cli.kafka.WorkerFigures;
import io.standpipe.cli.kafka.WorkerFigures.WaitingFor;
import io.standpipe.cli.progress.WatchedTerminal;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What {@code worker} shows on a terminal. */
class WorkerProgressTest {
  /** Runs a worker that answers a thousand records a second and has some trouble, until a line. */
  static final class Scene {
    public static void main(String[] args) throws Exception {
      var worker = new FakeWorker();
      var signals = new StopSignals();
      var run =
          new WorkerRun(
              Plans.PLAN,
              plan -> worker,
              WorkerLog.open(null),
              new ServiceRunner(Duration.ofSeconds(30), signals),
              true);
      var task = new FutureTask<>(run::run);
      Thread.ofPlatform().start(task);
      long start = System.nanoTime();
      while (System.in.available() == 0) {
        long millis = (System.nanoTime() - start) / 1_000_000;
        worker.figures =
            new WorkerFigures(millis, millis, 3, 1, 0, 7, 12, 3400, 10_234, 2, WaitingFor.BROKER);
        Thread.sleep(10);
      }
      worker.figures = new WorkerFigures(5678, 5678, 3, 1, 0, 7, 0, 0, 0, 2, WaitingFor.RECORDS);
      signals.tell(Signal.TERM);
      System.exit(task.get() - 256);
    }
  }

  @Test
  void aTerminalShowsRatesWhileItWorksAndWhatItHasDoneAtTheEnd() throws Exception {
    try (var terminal = WatchedTerminal.start(Command.self(Scene.class), 100, 24)) {
      terminal.await(
          "a rate",
          picture ->
              picture.rows().size() == 3
                  && picture
                      .rows()
                      .get(1)
                      .matches(
                          "[0-9.,]*[1-9][0-9.,]*/s  lag 10,234  in flight 12 \\(3.40 kB\\)"
                              + "  waiting for the broker"));
      assertThat(terminal.await("", picture -> true).rows())
          .first()
          .asString()
          .matches("standpipe: kafka:in . tr a b . kafka:out: started with 2 lanes in group group");
      terminal.type("");

      assertThat(terminal.end().rows())
          .last()
          .asString()
          .matches(
              "5,678 records  in [0-9.ms]+  3 dead letters  1 restart  2 lanes  kafka:in . kafka:out");
    }
  }
}
