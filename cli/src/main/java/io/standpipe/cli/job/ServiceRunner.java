package io.standpipe.cli.job;

import io.standpipe.Signal;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.internal.text.Durations;
import java.io.IOException;
import java.time.Duration;

/**
 * Runs a service until it fails or a signal ends it. For one service, and for the thread that runs
 * the command.
 */
public final class ServiceRunner {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** What a close may take beyond its limits. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final StopSignals signals;
  private final Duration grace;

  /**
   * @param grace how long the service may take, once a signal has come, to bring its work to an
   *     end; it may take as long again to stop what is left
   */
  public ServiceRunner(Duration grace) {
    this(grace, new StopSignals());
  }

  /**
   * @param signals for tests, which tell signals instead of sending them
   */
  public ServiceRunner(Duration grace, StopSignals signals) {
    this.grace = grace;
    this.signals = signals;
  }

  /** Starts the service. A signal ends the start, and with it the command. */
  public <S extends RunningService> S start(RunningService.Starter<S> starter)
      throws IOException, InterruptedException {
    signals.install();
    return signals.start(starter);
  }

  /**
   * Blocks until the service has ended, and returns the exit code. The service is closed then.
   *
   * @param look called about once a second meanwhile
   */
  public int await(RunningService service, Runnable look) throws IOException, InterruptedException {
    try {
      // The handler of a signal closes the service, and that ends this wait.
      while (signals.told() == null && !service.await(LOOK)) {
        look.run();
      }
    } catch (IOException e) {
      if (signals.told() == null) {
        closeAfter(e, service);
        throw e;
      }
    }
    Signal told = signals.told();
    if (told != null) {
      return endedBy(told, service);
    }
    service.close();
    return 0;
  }

  private static void closeAfter(IOException failure, RunningService service) {
    try {
      service.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** A service that takes too long is left to the exit, which ends the programs. */
  private int endedBy(Signal told, RunningService service) throws InterruptedException {
    if (signals.awaitClosed(grace.multipliedBy(2).plus(MOMENT))) {
      return ExitCode.bySignal(told.number());
    }
    StandardOutput.warn(
        service
            + " did not end in time ("
            + Durations.text(grace)
            + ", --grace) after "
            + told
            + "; what it has not finished is worked on again");
    return ExitCode.shellCode(told.number());
  }
}
