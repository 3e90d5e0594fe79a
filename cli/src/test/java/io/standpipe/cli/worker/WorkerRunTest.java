package io.standpipe.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Signal;
import io.standpipe.cli.job.ServiceRunner;
import io.standpipe.cli.job.StopSignals;
import io.standpipe.cli.kafka.RunningWorker;
import io.standpipe.cli.kafka.WorkerPlan;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a worker that runs leads to an exit code. Signals are told, not sent. */
class WorkerRunTest {
  @TempDir Path folder;

  private final FakeWorker worker = new FakeWorker();
  private final StopSignals signals = new StopSignals();
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("log");
  }

  private FutureTask<Integer> run(RunningWorker.Factory starter) throws IOException {
    return run(Plans.PLAN, starter);
  }

  private FutureTask<Integer> run(WorkerPlan plan, RunningWorker.Factory starter)
      throws IOException {
    var run =
        new WorkerRun(
            plan,
            starter,
            WorkerLog.open(file),
            new ServiceRunner(plan.closeLimit(), signals),
            false);
    var task = new FutureTask<>(run::run);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private FutureTask<Integer> running() throws Exception {
    FutureTask<Integer> run = run(plan -> worker);
    assertThat(worker.waitedFor.await(30, TimeUnit.SECONDS)).isTrue();
    return run;
  }

  private static int code(FutureTask<Integer> run) throws Exception {
    return run.get(30, TimeUnit.SECONDS);
  }

  @Test
  void aFailureIsTheExitCodeAndTheWorkerIsClosed() throws Exception {
    FutureTask<Integer> run = running();
    var failure = new ExitException(ExitCode.RESTARTS_USED_UP, "no restart is left", null);

    worker.fail(failure);

    assertThatThrownBy(() -> code(run)).isInstanceOf(ExecutionException.class).hasCause(failure);
    assertThat(worker.closes).hasValue(1);
    assertThat(Files.readString(file)).endsWith("\"exitCode\":70}\n");
  }

  @Test
  void whatFailsAtTheCloseAfterAFailureHidesNothing() throws Exception {
    FutureTask<Integer> run = running();
    var failure = new ExitException(ExitCode.NO_DEAD_LETTER_TOPIC, "record 7", null);
    worker.closeFailure = new IOException("broker gone");

    worker.fail(failure);

    assertThatThrownBy(() -> code(run)).hasCause(failure);
    assertThat(failure.getSuppressed()).containsExactly(worker.closeFailure);
  }

  @Test
  void aSignalClosesTheWorkerAndIsTheEnd() throws Exception {
    FutureTask<Integer> run = running();

    signals.tell(Signal.TERM);

    assertThat(ExitCode.signal(code(run))).isEqualTo(15);
    assertThat(worker.closes).hasValue(1);
    assertThat(Files.readString(file)).endsWith("\"exitCode\":143}\n");
  }

  @Test
  void whatFailsBecauseOfASignalIsNoFailureOfTheWorker() throws Exception {
    FutureTask<Integer> run = running();
    worker.failure = new IOException("closed");
    worker.closeFailure = new IOException("the last transaction was not committed");

    signals.tell(Signal.INT);

    assertThat(ExitCode.signal(code(run))).isEqualTo(2);
  }

  /** Then the exit, and not the signal's default effect, ends the programs. */
  @Test
  void aWorkerThatDoesNotFinishWithinTheGraceIsLeftToTheExit() throws Exception {
    worker.closesNever = true;
    FutureTask<Integer> run = run(Plans.closing(Duration.ofMillis(50)), plan -> worker);
    assertThat(worker.waitedFor.await(30, TimeUnit.SECONDS)).isTrue();

    Thread.ofPlatform().daemon().start(() -> signals.tell(Signal.TERM));

    assertThat(code(run)).isEqualTo(143);
  }

  @Test
  void aSignalEndsTheStart() throws Exception {
    var starting = new CountDownLatch(1);
    FutureTask<Integer> run =
        run(plan -> {
          starting.countDown();
          new CountDownLatch(1).await(); // no broker answers
          throw new AssertionError();
        });
    assertThat(starting.await(30, TimeUnit.SECONDS)).isTrue();

    signals.tell(Signal.INT);

    assertDiesOf(run, 2);
  }

  @Test
  void aSignalThatTheStartDoesNotNoticeClosesTheWorker() throws Exception {
    FutureTask<Integer> run =
        run(plan -> {
          signals.tell(Signal.TERM);
          return worker;
        });

    assertDiesOf(run, 15);
    assertThat(worker.closes).hasValue(1);
  }

  @Test
  void aSignalBeforeTheStartPreventsIt() throws Exception {
    signals.tell(Signal.HUP);

    assertDiesOf(
        run(plan -> {
          throw new AssertionError("started");
        }),
        1);
  }

  private static void assertDiesOf(FutureTask<Integer> run, int signal) {
    assertThatThrownBy(() -> code(run))
        .cause()
        .isInstanceOfSatisfying(
            ExitException.class,
            e -> {
              assertThat(ExitCode.signal(e.exitCode())).isEqualTo(signal);
              assertThat(e.line()).isEmpty();
            });
  }

  @Test
  void aWorkerThatCannotStartIsReported() throws Exception {
    var failure = new ExitException(ExitCode.UNREACHABLE, "no broker answered", null);
    FutureTask<Integer> run =
        run(plan -> {
          throw failure;
        });

    assertThatThrownBy(() -> code(run)).hasCause(failure);
  }
}
