package io.standpipe.cli.job;

import io.standpipe.Job;
import io.standpipe.StopPolicy;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.TimeLimit;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs to their end. It stops them, with all their descendants, when their time limit
 * passes, when they are in a deadlock, and when standpipe itself is told to end: at SIGINT and
 * SIGTERM a JVM runs its shutdown hooks and exits with 128 + the signal's number.
 *
 * <p>Background programs that a program leaves behind at its normal end keep running, as after a
 * shell's command.
 */
public final class JobRunner {
  private static final StopPolicy AT_LIMIT =
      new StopPolicy(Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(5));

  /** Starts the programs. */
  public interface Start {
    Job start() throws IOException;
  }

  /** Ends what works with the programs' streams, before those are closed. */
  public interface Finish {
    void finish() throws IOException, InterruptedException;
  }

  /** The job that a shutdown must stop; null before the start and after the end. */
  private @Nullable Job running;

  private boolean shuttingDown;

  private JobRunner() {}

  /**
   * Starts programs and blocks until they have ended or the time limit passes. Returns the exit
   * code that tells how they ended.
   *
   * @param name the command's name, for messages
   * @param onDeadlock what to do about a deadlock of the programs
   */
  public static int run(String name, Start start, TimeLimit limit, OnDeadlock onDeadlock)
      throws IOException, InterruptedException {
    return run(name, start, () -> {}, limit, onDeadlock);
  }

  /**
   * Starts programs and blocks until they have ended or the time limit passes, then runs {@code
   * finish}. Returns the exit code that tells how the programs ended.
   *
   * @param name the command's name, for messages
   * @param finish called once the programs have ended or were stopped, while their streams are open
   * @param onDeadlock what to do about a deadlock of the programs
   */
  public static int run(
      String name, Start start, Finish finish, TimeLimit limit, OnDeadlock onDeadlock)
      throws IOException, InterruptedException {
    var runner = new JobRunner();
    runner.stopOnShutdown();
    try (Job job = runner.start(start)) {
      DeadlockHandler deadlocks = DeadlockHandler.install(name, job, onDeadlock);
      try {
        await(name, job, limit, deadlocks);
      } catch (ExitException e) {
        throw finished(finish, e);
      }
      finish.finish();
      return FailureReport.exitCode(name, job, runner.isShuttingDown());
    } finally {
      runner.end();
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

  private void stopOnShutdown() throws ExitException {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "standpipe-shutdown"));
    } catch (IllegalStateException e) {
      throw tooLate(e);
    }
  }

  /** A signal that arrives meanwhile waits until all programs are started, then stops them. */
  private synchronized Job start(Start start) throws IOException {
    if (shuttingDown) {
      throw tooLate(null);
    }
    try {
      Job job = start.start();
      running = job;
      return job;
    } catch (ErrnoException e) {
      throw ExitException.notStarted(e);
    }
  }

  private synchronized boolean isShuttingDown() {
    return shuttingDown;
  }

  private synchronized void end() {
    running = null;
  }

  private void shutDown() {
    Job job;
    synchronized (this) {
      shuttingDown = true;
      job = running;
    }
    if (job != null) {
      job.stop();
    }
  }

  /** The JVM is exiting with the signal's exit code, and nothing is started any more. */
  private static ExitException tooLate(@Nullable Throwable cause) {
    return new ExitException(ExitCode.FAILED, "", cause);
  }

  /** Blocks until the programs have ended by themselves; throws if they were stopped. */
  private static void await(String name, Job job, TimeLimit limit, DeadlockHandler deadlocks)
      throws ExitException, InterruptedException {
    try {
      job.awaitOrStop(limit.remaining(), AT_LIMIT);
      job.detach(); // closing it must not end what the programs have left in the background
    } catch (DeadlineExceededException e) {
      deadlocks.throwIfStopped();
      String cause =
          e.diagnosis()
              .filter(diagnosis -> deadlocks.wantsDiagnosis())
              .flatMap(Diagnosis::summary)
              .map(found -> "; before that: " + found)
              .orElse("");
      throw limit.exceeded(name, e.state() + cause);
    }
    deadlocks.throwIfStopped();
  }
}
