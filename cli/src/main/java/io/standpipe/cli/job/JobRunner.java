package io.standpipe.cli.job;

import io.standpipe.ExitStatus;
import io.standpipe.Job;
import io.standpipe.Signal;
import io.standpipe.cli.option.HandedOn;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import java.io.IOException;

/**
 * Runs programs to their end. It stops them, with all their descendants, when their time limit
 * passes and when they are in a deadlock; what it does about signals, {@link SignalRelay} says.
 *
 * <p>Background programs that a program leaves behind at its normal end keep running, as after a
 * shell's command.
 */
public final class JobRunner {
  /** Starts the programs. */
  public interface Start {
    Job start() throws IOException;
  }

  /** Ends what works with the programs' streams, before those are closed. */
  public interface Finish {
    void finish() throws IOException, InterruptedException;
  }

  private static final ExitStatus BY_SIGINT = new ExitStatus.Signaled(Signal.INT, false);

  private JobRunner() {}

  /** {@link #run(String, Start, Finish, JobOptions)} with nothing to finish. */
  public static int run(String name, Start start, JobOptions options)
      throws IOException, InterruptedException {
    return run(name, start, () -> {}, options);
  }

  /**
   * Starts programs and blocks until they have ended or the time limit passes, then runs {@code
   * finish}. Returns the exit code that tells how the programs ended.
   *
   * @param name the command's name, for messages
   * @param finish called once the programs have ended or were stopped, while their streams are open
   */
  public static int run(String name, Start start, Finish finish, JobOptions options)
      throws IOException, InterruptedException {
    var signals = new SignalRelay(options.grace());
    if (HandedOn.isWholeProcess()) {
      signals.install(options.ctrlC() == JobOptions.CtrlC.JOB);
    }
    try {
      ExitStatus status = run(name, start, finish, options, signals);
      if (options.ctrlC() == JobOptions.CtrlC.EDITOR && status.equals(BY_SIGINT)) {
        return ExitCode.bySignal(Signal.INT.number());
      }
      boolean bySignal = status instanceof ExitStatus.Signaled;
      return signals.exitCode(status.shellCode(), bySignal);
    } catch (IOException e) {
      if (signals.isInterrupted()) {
        return signals.exitCode(ExitCode.FAILED, false); // what failed then needs no explanation
      }
      throw e;
    }
  }

  private static ExitStatus run(
      String name, Start start, Finish finish, JobOptions options, SignalRelay signals)
      throws IOException, InterruptedException {
    try (Job job = signals.start(() -> start(start))) {
      DeadlockHandler deadlocks = DeadlockHandler.install(name, job, options);
      try {
        await(name, job, options, deadlocks);
        signals.awaitStop();
      } catch (ExitException e) {
        throw finished(finish, e);
      }
      finish.finish();
      return FailureReport.status(name, job, signals.isToldToEnd());
    }
  }

  private static Job start(Start start) throws IOException {
    try {
      return start.start();
    } catch (ErrnoException e) {
      throw ExitException.notStarted(e);
    }
  }

  /**
   * Runs {@code finish} after a stop and chooses the failure to report. A failure of {@code finish}
   * is a consequence of the stop, unless it ran out of the same time limit: then it knows more.
   */
  private static ExitException finished(Finish finish, ExitException why)
      throws InterruptedException {
    try {
      finish.finish();
    } catch (ExitException e) {
      boolean bothTimedOut =
          e.exitCode() == ExitCode.TIMED_OUT && why.exitCode() == ExitCode.TIMED_OUT;
      ExitException reported = bothTimedOut ? e : why;
      reported.addSuppressed(bothTimedOut ? why : e);
      return reported;
    } catch (IOException e) {
      why.addSuppressed(e);
    }
    return why;
  }

  /** Blocks until the programs have ended by themselves; throws if they were stopped. */
  private static void await(String name, Job job, JobOptions options, DeadlockHandler deadlocks)
      throws ExitException, InterruptedException {
    try {
      job.awaitOrStop(options.limit().remaining(), options.stop());
      job.detach(); // closing it must not end what the programs have left in the background
    } catch (DeadlineExceededException e) {
      deadlocks.throwIfStopped();
      String cause =
          e.diagnosis()
              .filter(diagnosis -> deadlocks.wantsDiagnosis())
              .flatMap(Diagnosis::summary)
              .map(found -> "; before that: " + found)
              .orElse("");
      throw options.limit().exceeded(name, e.state() + cause);
    }
    deadlocks.throwIfStopped();
  }
}
