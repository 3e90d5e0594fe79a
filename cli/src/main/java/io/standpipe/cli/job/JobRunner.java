package io.standpipe.cli.job;

import io.standpipe.Child;
import io.standpipe.CommandFailedException;
import io.standpipe.Job;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs to their end. They are stopped, with all their descendants, when their time is
 * over, when they wait for each other for ever, and when standpipe itself is told to end: at SIGINT
 * and SIGTERM a JVM runs its shutdown hooks and exits with 128 + the signal's number.
 *
 * <p>Programs that a program leaves behind when it ends by itself are left alone, as by a shell.
 */
public final class JobRunner {
  private static final long DIAGNOSIS_SECONDS = 2;

  /** Starts the programs. */
  public interface Start {
    Job start() throws IOException;
  }

  /** Ends what has to do with the programs, before their streams are closed. */
  public interface Finish {
    void finish() throws IOException, InterruptedException;
  }

  /** What a shutdown is to stop: null before the start, and again after the end. */
  private @Nullable Job running;

  private boolean shuttingDown;

  private JobRunner() {}

  /**
   * Blocks until the programs have ended, or the deadline: the exit code for how they did.
   *
   * @param name what the user asked for
   * @param onDeadlock what to do when they have stopped talking for good
   */
  public static int run(String name, Start start, TimeLimit deadline, OnDeadlock onDeadlock)
      throws IOException, InterruptedException {
    return run(name, start, () -> {}, deadline, onDeadlock);
  }

  /**
   * The same.
   *
   * @param finish what is to be done when they have ended, or were stopped
   */
  public static int run(
      String name, Start start, Finish finish, TimeLimit deadline, OnDeadlock onDeadlock)
      throws IOException, InterruptedException {
    var supervisor = new JobRunner();
    supervisor.stopOnShutdown();
    try (Job job = supervisor.start(start)) {
      DeadlockHandler alarm = DeadlockHandler.install(name, job, onDeadlock);
      boolean ended = job.await(deadline.remaining()).isPresent();
      try {
        alarm.throwIfStopped();
        if (!ended) {
          throw stopped(name, job, deadline, alarm.wantsDiagnosis());
        }
      } catch (ExitException e) {
        throw finished(finish, e);
      }
      finish.finish();
      job.throwIfFailed();
      return 0;
    } catch (CommandFailedException e) {
      return e.status().shellCode(); // the program has said why, or its caller knows
    } finally {
      supervisor.end();
    }
  }

  /**
   * What goes wrong with programs that were stopped comes of that; but somebody who had run out of
   * the same time knows more of it.
   */
  private static ExitException finished(Finish finish, ExitException why)
      throws InterruptedException {
    try {
      finish.finish();
    } catch (ExitException e) {
      boolean late = e.exitCode() == ExitCode.TIMED_OUT && why.exitCode() == ExitCode.TIMED_OUT;
      ExitException told = late ? e : why;
      told.addSuppressed(late ? why : e);
      return told;
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

  /** A signal that comes meanwhile waits until all programs are known, and then stops them. */
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

  /** Nothing is started any more; the exit code is that of the signal. */
  private static ExitException tooLate(@Nullable Throwable cause) {
    return new ExitException(ExitCode.FAILED, "", cause);
  }

  private static ExitException stopped(
      String name, Job job, TimeLimit deadline, boolean withDiagnosis) throws InterruptedException {
    List<Child> late = job.children().stream().filter(Child::isAlive).toList();
    Optional<String> found = withDiagnosis ? diagnosed(job) : Optional.empty();
    List<StopReport.Survivor> left =
        job.stop().stream().map(StopReport::survivors).flatMap(List::stream).toList();
    String who = late.isEmpty() ? "their output was still open" : late.getFirst() + " still ran";
    String others = late.size() > 1 ? ", and " + (late.size() - 1) + " more" : "";
    String end = left.isEmpty() ? "; stopped" : "; not to be stopped: " + lines(left);
    String why = found.map(f -> "; before that: " + f).orElse("");
    return deadline.exceeded(name, who + others + end + why);
  }

  /**
   * What the doctor finds wrong, if he has an answer in time: to read of a process in trouble may
   * take as long as the trouble does, and the time is over already.
   */
  private static Optional<String> diagnosed(Job job) throws InterruptedException {
    Executor aside = look -> Thread.ofPlatform().daemon().name("standpipe-doctor").start(look);
    try {
      return CompletableFuture.supplyAsync(() -> job.diagnose().summary(), aside)
          .get(DIAGNOSIS_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  private static String lines(List<StopReport.Survivor> left) {
    return left.stream().map(StopReport.Survivor::toString).collect(Collectors.joining(", "));
  }
}
