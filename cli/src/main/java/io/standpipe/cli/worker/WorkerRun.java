package io.standpipe.cli.worker;

import io.standpipe.cli.job.ServiceRunner;
import io.standpipe.cli.kafka.RunningWorker;
import io.standpipe.cli.kafka.WorkerPlan;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.progress.ProgressDisplay;
import java.io.IOException;

/** Runs a worker until it fails or is told to end, and shows how it gets on meanwhile. */
final class WorkerRun {
  private final WorkerPlan plan;
  private final RunningWorker.Factory factory;
  private final WorkerLog log;
  private final ServiceRunner runner;
  private final boolean shows;

  /**
   * @param shows whether a terminal shows how the worker gets on
   */
  WorkerRun(
      WorkerPlan plan,
      RunningWorker.Factory factory,
      WorkerLog log,
      ServiceRunner runner,
      boolean shows) {
    this.plan = plan;
    this.factory = factory;
    this.log = log;
    this.runner = runner;
    this.shows = shows;
  }

  /** Returns the exit code. */
  int run() throws IOException, InterruptedException {
    RunningWorker worker = runner.start(() -> factory.start(plan));
    StandardOutput.warn(WorkerText.started(plan));
    var progress = new WorkerProgress(plan, worker::figures);
    try (ProgressDisplay display =
        shows ? ProgressDisplay.start(progress) : ProgressDisplay.none()) {
      int code = await(worker);
      progress.end();
      display.leave();
      return code;
    }
  }

  /** Tells the log how it ended, too. */
  private int await(RunningWorker worker) throws IOException, InterruptedException {
    int code = ExitCode.FAILED;
    try {
      log.started(worker.figures());
      code = runner.await(worker, () -> log.look(worker.figures()));
      return code;
    } catch (IOException e) {
      code = ExitException.of(e).exitCode();
      throw e;
    } finally {
      int signal = ExitCode.signal(code);
      log.ended(worker.figures(), signal == 0 ? code : ExitCode.shellCode(signal));
    }
  }
}
