package io.standpipe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.testing.Leaks;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pipeline that cannot start as a whole, or does not end in time. */
class PipelineFailureTest {
  private static final Command MISSING = Command.of("no-such-program");

  /** Says its pid on descriptor 3, then waits for ever, whatever becomes of its input. */
  private static Command waits(Pipe pids) {
    return Scripts.sh("echo $$ >&3; exec sleep 1000").fd(3, Redirect.to(pids.writer()));
  }

  @Test
  @Tag("pitfall-8")
  void aStageInTheMiddleThatCannotStartStopsThoseBeforeIt() throws Exception {
    Leaks before = Leaks.snapshot();
    try (Pipe pids = Pipe.open()) {
      Pipeline pipeline =
          Pipeline.of(waits(pids), waits(pids), MISSING, Command.of("cat"), MISSING);
      assertThatThrownBy(pipeline::run)
          .isInstanceOfSatisfying(
              ErrnoException.class, e -> assertThat(e.errnoName()).isEqualTo("ENOENT"))
          .hasMessageStartingWith("start [\"no-such-program\"]: No such file or directory");
      // Whoever said its pid has gone; one that was killed before it could say it has gone as well.
      pids.writer().close();
      String said = new String(pids.reader().readAllBytes(), US_ASCII);
      assertThat(said.lines().map(Long::valueOf)).noneMatch(Processes::isAlive);
    }
    Leaks.assertNoneSince(before);
  }

  @Test
  @Tag("pitfall-8")
  void theErrorIsThatOfTheFirstStageThatCannotStart() {
    Command folder = Command.of(Path.of("/"));
    assertThatThrownBy(Pipeline.of(Command.of("yes"), folder, MISSING)::read)
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errnoName()).isEqualTo("EISDIR"));
  }

  @Test
  @Tag("pitfall-8")
  void descendantsOfThoseAlreadyStartedAreStoppedToo() throws Exception {
    Leaks before = Leaks.snapshot();
    try (Pipe told = Pipe.open()) {
      Command parent =
          Scripts.sh("sleep 1000 & echo $! >&3; wait").fd(3, Redirect.to(told.writer()));
      try (Job job = Pipeline.of(parent, Command.of("cat")).start()) {
        long grandchild = firstPid(told);
        assertThat(Processes.isAlive(grandchild)).isTrue();
        job.stop(StopPolicy.killAtOnce());
        Processes.awaitGone(grandchild);
      }
    }
    Leaks.assertNoneSince(before);
  }

  @Test
  @Tag("pitfall-8")
  void theFirstStageThatCannotStartLeavesNothing() throws Exception {
    Leaks before = Leaks.snapshot();
    Pipeline pipeline = Pipeline.of(MISSING, Command.of("cat"));
    assertThatThrownBy(pipeline::start).isInstanceOf(ErrnoException.class);
    Leaks.assertNoneSince(before);
  }

  @Test
  @Tag("pitfall-8")
  void codeBeforeAStageThatCannotStartIsWokenAndItsEndsClosed() throws Exception {
    Leaks before = Leaks.snapshot();
    var ended = new CountDownLatch(1);
    Pipeline.Stage endless =
        (in, out) -> {
          try {
            while (true) {
              out.write("more");
            }
          } finally {
            ended.countDown();
          }
        };
    assertThatThrownBy(Pipeline.from(endless).pipeTo(MISSING)::start)
        .isInstanceOf(ErrnoException.class);
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    Leaks.assertNoneSince(before);
  }

  @Test
  @Tag("pitfall-6")
  void theTimeoutStopsEveryStageWithItsDescendants() throws Exception {
    Leaks before = Leaks.snapshot();
    try (Pipe told = Pipe.open()) {
      Command parent =
          Scripts.sh("sleep 1000 & echo $! >&3; wait").fd(3, Redirect.to(told.writer()));
      Pipeline pipeline =
          Pipeline.of(parent, Command.of("cat"), parent).timeout(Duration.ofMillis(500));
      assertThatThrownBy(pipeline::read)
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("timed out after 500ms: child ");
      told.writer().close();
      List<Long> grandchildren =
          new String(told.reader().readAllBytes(), US_ASCII).lines().map(Long::valueOf).toList();
      assertThat(grandchildren).hasSize(2).noneMatch(Processes::isAlive);
    }
    Leaks.assertNoneSince(before);
  }

  @Test
  void anInterruptStopsEveryStage() throws Exception {
    Leaks before = Leaks.snapshot();
    Pipeline pipeline = Pipeline.of(Command.of("sleep", "1000"), Command.of("cat"));
    Thread.currentThread().interrupt();
    assertThatThrownBy(pipeline::read).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    Leaks.assertNoneSince(before);
  }

  @Test
  void closingAJobStopsItAndLeavesNothing() throws Exception {
    Leaks before = Leaks.snapshot();
    Job job = Pipeline.of(Command.of("sleep", "1000"), Command.of("cat")).start();
    assertThat(job.status()).isEmpty();
    assertThatThrownBy(job::statuses)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("still runs");
    job.close();
    assertThat(job.children()).noneMatch(Child::isAlive);
    job.close();
    Leaks.assertNoneSince(before);
  }

  @Test
  void stoppingReportsOnEachProgramInOrder() throws Exception {
    try (Job job = Pipeline.of(Command.of("sleep", "1000"), Command.of("cat")).start()) {
      List<StopReport> reports = job.stop();
      assertThat(reports).hasSize(2).allMatch(StopReport::isComplete);
      assertThat(job.await(Duration.ZERO)).isPresent();
    }
  }

  private static long firstPid(Pipe pipe) throws Exception {
    var line = new BufferedReader(new InputStreamReader(pipe.reader().inputStream(), US_ASCII));
    return Long.parseLong(line.readLine());
  }
}
