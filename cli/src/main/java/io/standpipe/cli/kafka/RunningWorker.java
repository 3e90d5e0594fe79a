package io.standpipe.cli.kafka;

import io.standpipe.cli.job.RunningService;
import io.standpipe.cli.output.ExitException;
import java.io.IOException;

/** A worker that has started. Its close commits what is answered, and leaves the group. */
public interface RunningWorker extends RunningService {
  /** Starts workers. */
  interface Factory {
    /**
     * Blocks until the brokers have answered; an interrupt ends that.
     *
     * @throws ExitException with the exit code for what went wrong
     */
    RunningWorker start(WorkerPlan plan) throws IOException, InterruptedException;
  }

  /** The figures at this moment. Does not block. */
  WorkerFigures figures();
}
