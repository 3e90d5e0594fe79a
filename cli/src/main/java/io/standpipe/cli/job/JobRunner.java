package io.standpipe.cli.job;

import io.standpipe.Child;
import io.standpipe.CommandFailedException;
import io.standpipe.Job;
import io.standpipe.StopReport;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.TimeLimit;
import io.standpipe.error.ErrnoException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private static final long DIAGNOSIS_SECONDS = 2;

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
      boolean ended = job.await(limit.remaining()).isPresent();
      if (ended) {
        job.detach(); // closing it must not end what the programs have left in the background
      }
      try {
        deadlocks.throwIfStopped();
        if (!ended) {
          throw stopped(name, job, limit, deadlocks.wantsDiagnosis());
        }
      } catch (ExitException e) {
        throw finished(finish, e);
      }
      finish.finish();
      job.throwIfFailed();
      return 0;
    } catch (CommandFailedException e) {
      // The program has said why on its standard error, or its caller knows from the exit code.
      return e.status().shellCode();
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

  private static ExitException stopped(String name, Job job, TimeLimit limit, boolean withDiagnosis)
      throws InterruptedException {
    List<Child> alive = job.children().stream().filter(Child::isAlive).toList();
    Optional<String> diagnosis = withDiagnosis ? diagnose(job) : Optional.empty();
    List<String> survivors =
        job.stop().stream().map(StopReport::survivors).flatMap(List::stream).toList();
    String state =
        alive.isEmpty()
            ? "the programs had ended, but their output was still open"
            : alive.getFirst() + " still ran";
    String others = alive.size() > 1 ? ", and " + (alive.size() - 1) + " more" : "";
    String end =
        survivors.isEmpty() ? "; stopped" : "; could not stop " + String.join(", ", survivors);
    String cause = diagnosis.map(found -> "; before that: " + found).orElse("");
    return limit.exceeded(name, state + others + end + cause);
  }

  /**
   * What the doctor finds wrong, if it answers in time. Reading about a process in trouble may take
   * as long as the trouble does, and the time limit has already passed.
   */
  private static Optional<String> diagnose(Job job) throws InterruptedException {
    Executor aside = look -> Thread.ofPlatform().daemon().name("standpipe-doctor").start(look);
    try {
      return CompletableFuture.supplyAsync(() -> job.diagnose().summary(), aside)
          .get(DIAGNOSIS_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }
}
