package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.ExitStatus.Exited;
import io.standpipe.ExitStatus.Signaled;
import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The ladder: each rung as far as needed, none longer than its limit. */
@Tag("pitfall-10")
class ChildStopTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(100);

  /** Only the rung in question may end the child within the test's own limit. */
  private static final StopPolicy BY_INPUT = new StopPolicy(LONG, Duration.ZERO, LONG);

  private static final StopPolicy BY_TERM = new StopPolicy(SHORT, LONG, LONG);
  private static final StopPolicy BY_KILL = new StopPolicy(SHORT, SHORT, LONG);

  /** Ignores the end of its input and SIGTERM; says so once it does. */
  private static final Command STUBBORN =
      Scripts.sh("trap '' TERM; echo ready; while :; do sleep 1000; done").piped();

  @Test
  void aWellBehavedChildEndsWhenItsInputIsClosed() throws Exception {
    Command reads = Scripts.sh("trap 'exit 9' TERM; cat >/dev/null; exit 5").piped();
    try (Child child = reads.start()) {
      StopReport report = child.stop(BY_INPUT);
      assertThat(report.status()).contains(new Exited(5));
      assertThat(report.isComplete()).isTrue();
    }
  }

  @Test
  void aChildThatDoesNotReadItsInputGetsSigterm() throws Exception {
    Command polite = Scripts.sh("trap 'exit 6' TERM; echo ready; while :; do sleep 0.01; done");
    try (Child child = polite.piped().start()) {
      awaitReady(child);
      assertThat(child.stop(BY_TERM).status()).contains(new Exited(6));
    }
  }

  @Test
  void aChildThatIgnoresSigtermDiesBySigkill() throws Exception {
    try (Child child = STUBBORN.start()) {
      awaitReady(child);
      assertThat(child.stop(BY_KILL).status()).contains(new Signaled(Signal.KILL, false));
    }
  }

  @Test
  void aRungThatCannotHelpIsPassedOver() throws Exception {
    StopPolicy first = new StopPolicy(LONG, SHORT, LONG);
    try (Child noInputOfOurs = Command.of("sleep", "1000").start()) {
      assertThat(noInputOfOurs.stop(first).status()).contains(new Signaled(Signal.TERM, false));
    }
    try (Child child = Command.of("sleep", "1000").start()) {
      assertThat(child.stop(StopPolicy.killAtOnce()).status())
          .contains(new Signaled(Signal.KILL, false));
    }
  }

  @Test
  @Tag("pitfall-10")
  void aFullInputThatTheChildDoesNotReadDoesNotHoldUpTheStop() throws Exception {
    Leaks before = Leaks.snapshot();
    try (Child child = STUBBORN.start()) {
      awaitReady(child);
      var failure = new CompletableFuture<Throwable>();
      Thread writer = Thread.ofVirtual().start(() -> failure.complete(writeForEver(child)));
      Eventually.parked(writer);
      assertThat(child.stop(BY_KILL).isComplete()).isTrue();
      assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }
    Leaks.assertNoneSince(before);
  }

  @Test
  void aStoppedProcessIsEndedToo() throws Exception {
    try (Child child = Command.of("cat").piped().start()) {
      child.signal(Signal.STOP);
      Eventually.holds(
          "it is stopped", () -> Processes.status(child.pid(), "State").startsWith("T"));
      assertThat(child.stop(BY_KILL).isComplete()).isTrue();
    }
  }

  @Test
  void stoppingTwiceAndAfterTheExitIsHarmless() throws Exception {
    try (Child child = Scripts.sh("exit 3").piped().start()) {
      child.await();
      assertThat(child.stop().status()).contains(new Exited(3));
      assertThat(child.stop()).isEqualTo(child.stop());
    }
  }

  @Test
  void twoThreadsMayStopAtOnce() throws Exception {
    try (Child child = STUBBORN.start()) {
      awaitReady(child);
      var other = CompletableFuture.supplyAsync(() -> child.stop(BY_KILL));
      assertThat(child.stop(BY_KILL).isComplete()).isTrue();
      assertThat(other.get(20, TimeUnit.SECONDS).isComplete()).isTrue();
    }
  }

  @Test
  void anInterruptWhileStoppingGoesStraightToSigkillAndIsSetAgain() throws Exception {
    try (Child child = STUBBORN.start()) {
      awaitReady(child);
      var interrupted = new CompletableFuture<Boolean>();
      Thread stopper =
          Thread.ofVirtual()
              .start(() -> {
                child.stop(new StopPolicy(LONG, LONG, LONG));
                interrupted.complete(Thread.currentThread().isInterrupted());
              });
      Eventually.parked(stopper);
      stopper.interrupt();
      assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(child.status()).contains(new Signaled(Signal.KILL, false));
    }
  }

  @Test
  void anInterruptBeforeStoppingGoesStraightToSigkillAndIsSetAgain() throws Exception {
    try (Child child = STUBBORN.start()) {
      awaitReady(child);
      Thread.currentThread().interrupt();
      StopReport report = child.stop(new StopPolicy(LONG, LONG, LONG));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(report.status()).contains(new Signaled(Signal.KILL, false));
    }
  }

  @Test
  void closingStopsTheChildAndLeavesNoDescriptor() throws Exception {
    Leaks before = Leaks.snapshot();
    Child child = Command.of("cat").piped().stderr(Redirect.pipe()).start();
    child.close();
    assertThat(child.status()).contains(new Exited(0));
    assertThat(child.stdin().isOpen()).isFalse();
    assertThat(child.stdout().isOpen()).isFalse();
    assertThat(child.stderr().isOpen()).isFalse();
    child.close();
    Leaks.assertNoneSince(before);
  }

  @Test
  void anInterruptWhileRunningStopsTheChildAndIsTheException() throws Exception {
    Leaks before = Leaks.snapshot();
    List<ProcessInfo> others = Processes.own(); // such as the watchdog of tied children
    var result = new CompletableFuture<Throwable>();
    Thread runner = Thread.ofVirtual().start(() -> result.complete(failureOfRunning()));
    Eventually.holds("the child runs", () -> !others.containsAll(Processes.own()));
    Eventually.parked(runner);
    runner.interrupt();
    assertThat(result.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    assertThat(others).containsAll(Processes.own());
    Leaks.assertNoneSince(before);
  }

  @Test
  void aCommandThatTakesTooLongIsStoppedAndTheErrorSaysWhat() throws Exception {
    Leaks before = Leaks.snapshot();
    Command command = Command.of("sleep", "1000").timeout(SHORT);
    assertThatThrownBy(command::run)
        .isInstanceOfSatisfying(
            DeadlineExceededException.class, e -> assertThat(e.limit()).isEqualTo(SHORT))
        .hasMessageMatching(
            "run command \\[\"sleep\", \"1000\"] timed out after 100ms:"
                + " child \\d+ \\(sleep 1000\\) still ran; stopped.*");
    Leaks.assertNoneSince(before);
  }

  private static Throwable failureOfRunning() {
    try {
      return new AssertionError(Command.of("sleep", "1000").run().toString());
    } catch (IOException | InterruptedException e) {
      return e;
    }
  }

  private static Throwable writeForEver(Child child) {
    ByteBuffer chunk = ByteBuffer.allocate(4096);
    try {
      while (true) {
        child.stdin().write(chunk.clear());
      }
    } catch (IOException e) {
      return e;
    }
  }

  private static void awaitReady(Child child) throws IOException {
    assertThat(child.stdout().read(ByteBuffer.allocate(10))).isEqualTo("ready\n".length());
  }
}
