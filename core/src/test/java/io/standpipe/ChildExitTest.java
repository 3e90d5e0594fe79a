package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.ExitStatus.Exited;
import io.standpipe.ExitStatus.Signaled;
import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first of a child's three events: its own exit. */
@Tag("blocking")
class ChildExitTest {
  private static final Command CAT = Command.of("cat").piped();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 126, 127, 128, 137, 255})
  void theExitCodeIsTheProgramsOwn(int code) throws Exception {
    try (Child child = Scripts.sh("exit " + code).start()) {
      assertThat(child.await()).isEqualTo(new Exited(code));
    }
  }

  @Test
  @Tag("pitfall-30")
  void exitCode137AndDeathBySigkillAreDifferentThings() throws Exception {
    ExitStatus exited = Scripts.sh("exit 137").anyExit().run();
    ExitStatus killed = Scripts.sh("kill -9 $$").anyExit().run();
    assertThat(exited).isEqualTo(new Exited(137)).hasToString("exited with code 137");
    assertThat(killed)
        .isEqualTo(new Signaled(Signal.KILL, false))
        .hasToString("was ended by SIGKILL");
    assertThat(exited.shellCode()).isEqualTo(killed.shellCode()).isEqualTo(137);
  }

  /** Not HUP and INT: under nohup, or in a shell's background, they are ignored and stay so. */
  @ParameterizedTest
  @ValueSource(ints = {10, 12, 13, 14, 15, 34, 64})
  void theSignalThatEndedItIsKnown(int number) throws Exception {
    try (Child child = Command.of("sleep", "1000").start()) {
      assertThat(child.signal(new Signal(number))).isTrue();
      assertThat(child.await()).isEqualTo(new Signaled(new Signal(number), false));
    }
  }

  @Test
  void awaitingWithALimitLeavesTheChildRunning() throws Exception {
    try (Child child = CAT.start()) {
      assertThat(child.await(Duration.ofMillis(20))).isEmpty();
      assertThat(child.status()).isEmpty();
      assertThat(child.isAlive()).isTrue();
      child.stdin().close();
      assertThat(child.await(Duration.ofSeconds(20))).contains(new Exited(0));
      assertThat(child.status()).contains(new Exited(0));
    }
  }

  @Test
  void anInterruptEndsTheWaitAndLeavesTheChildRunning() throws Exception {
    try (Child child = CAT.start()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(child::await).isInstanceOf(InterruptedException.class);
      assertThat(child.isAlive()).isTrue();
    }
  }

  @Test
  void aWaitingVirtualThreadIsWokenByTheExit() throws Exception {
    try (Child child = CAT.start()) {
      var status = new CompletableFuture<ExitStatus>();
      Thread waiter =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  status.complete(child.await());
                } catch (InterruptedException e) {
                  status.completeExceptionally(e);
                }
              });
      Eventually.parked(waiter);
      child.stdin().close();
      assertThat(status.get(20, TimeUnit.SECONDS)).isEqualTo(new Exited(0));
    }
  }

  @Test
  @Tag("pitfall-3")
  void aChildIsReapedThoughNobodyWaitsForIt() throws Exception {
    Leaks before = Leaks.snapshot();
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      children.add(Command.of("true").start());
    }
    Eventually.holds("all have ended", () -> children.stream().noneMatch(Child::isAlive));
    assertThat(Processes.own()).noneMatch(p -> p.zombie());
    Leaks.assertNoneSince(before);
  }

  @Test
  @Tag("pitfall-3")
  void aSignalAfterTheExitIsSentToNobodyAndSaysSo() throws Exception {
    Child child = Command.of("true").start();
    child.await();
    assertThat(child.signal(Signal.KILL)).isFalse();
    assertThat(child.signal(Signal.TERM)).isFalse();
  }

  @Test
  @Tag("pitfall-1")
  void awaitSuccessThrowsForAnExitThatWasNotDeclaredFine() throws Exception {
    try (Child child = Scripts.sh("exit 3").start();
        Child fine = Scripts.sh("exit 3").success(0, 3).start()) {
      assertThatThrownBy(child::awaitSuccess)
          .isInstanceOfSatisfying(
              CommandFailedException.class, e -> assertThat(e.words()).isEqualTo(child.words()))
          .hasMessageContaining("exited with code 3");
      assertThat(fine.awaitSuccess()).isEqualTo(new Exited(3));
    }
  }

  @Test
  void onExitIsCompletedAlsoForAChildThatHasLongExited() throws Exception {
    Child child = Scripts.sh("exit 4").start();
    child.await();
    assertThat(child.onExit().get(20, TimeUnit.SECONDS)).isEqualTo(new Exited(4));
    assertThat(child.onExit().get(20, TimeUnit.SECONDS)).isEqualTo(new Exited(4));
  }

  @Test
  @Tag("pitfall-33")
  void whatIsAttachedToOneExitMayBlockWithoutHoldingBackAnotherChild() throws Exception {
    var release = new CountDownLatch(1);
    try (Child first = CAT.start();
        Child second = CAT.start()) {
      CompletableFuture<Boolean> blocked = first.onExit().thenApply(status -> await(release));
      CompletableFuture<Thread> thread = second.onExit().thenApply(s -> Thread.currentThread());
      first.stdin().close();
      first.await();
      second.stdin().close();
      assertThat(second.await()).isEqualTo(new Exited(0));
      assertThat(thread.get(20, TimeUnit.SECONDS).isVirtual()).isTrue();
      assertThat(blocked).isNotDone();
      release.countDown();
      assertThat(blocked.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  @Tag("pitfall-33")
  void whatIsAttachedToOneFutureMayBlockWithoutHoldingBackTheOthersOfTheSameChild()
      throws Exception {
    var release = new CountDownLatch(1);
    try (Child child = CAT.start()) {
      List<CompletableFuture<ExitStatus>> futures = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        futures.add(child.onExit());
      }
      CompletableFuture<Boolean> blocked = futures.get(1).thenApply(status -> await(release));
      child.stdin().close();
      assertThat(futures.getFirst().get(20, TimeUnit.SECONDS)).isEqualTo(new Exited(0));
      assertThat(futures.getLast().get(20, TimeUnit.SECONDS)).isEqualTo(new Exited(0));
      assertThat(blocked).isNotDone();
      release.countDown();
      blocked.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void toCompleteOrCancelAFutureDoesNothingToTheChild() throws Exception {
    try (Child child = CAT.start()) {
      CompletableFuture<ExitStatus> future = child.onExit();
      future.cancel(true);
      child.onExit().complete(new Exited(99));
      assertThat(child.isAlive()).isTrue();
      child.stdin().close();
      assertThat(child.await()).isEqualTo(new Exited(0));
      assertThat(child.onExit().get(20, TimeUnit.SECONDS)).isEqualTo(new Exited(0));
    }
  }

  @Test
  void itsTextNamesItsPidAndItsCommandLine() throws Exception {
    try (Child child = Command.of("sleep", "1000").start()) {
      assertThat(child).hasToString("child " + child.pid() + " (sleep 1000)");
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
