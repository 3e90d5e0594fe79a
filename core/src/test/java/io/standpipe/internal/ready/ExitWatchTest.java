package io.standpipe.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.RawPipe;
import io.standpipe.internal.posix.SpawnPlan;
import io.standpipe.internal.posix.WaitStatus;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a child as an event. The children wait for a line or the end of their input. */
@Tag("blocking")
class ExitWatchTest {
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  private final Posix posix = Platform.posix();
  private final RawPipe control = new RawPipe(0);
  private Leaks before;
  @TempDir private Path folder;

  @BeforeEach
  void look() {
    before = Leaks.snapshot();
  }

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNoneSince(before);
    control.close();
  }

  private int spawn(String script) {
    var descriptors = List.of(control.readEnd(), -1, 2);
    var words = List.of("sh", "-c", script);
    int pid = posix.posix_spawn(new SpawnPlan("/bin/sh", words, null, null, descriptors, 0));
    assertThat(pid).isPositive();
    return pid;
  }

  private ExitWatch watch(String script) {
    ExitWatch exit = WatchedChild.watch(posix, spawn(script)).exit();
    assertThat(exit).isNotNull();
    return exit;
  }

  private static void assertEnds(ExitWatch exit) throws InterruptedException {
    assertThat(exit.await(Deadline.afterNanos(TimeUnit.SECONDS.toNanos(20)))).isTrue();
    assertThat(exit.hasEnded()).isTrue();
  }

  @Test
  void theStatusIsThereWhenTheWaitEnds() throws Exception {
    ExitWatch exit = watch("exit 7");
    assertEnds(exit);
    assertThat(WaitStatus.exited(exit.status())).isTrue();
    assertThat(WaitStatus.value(exit.status())).isEqualTo(7);
  }

  @Test
  @Tag("pitfall-3")
  void aChildIsReapedThoughNoThreadWaits() {
    int pid = spawn("exit 0");
    assertThat(WatchedChild.watch(posix, pid).error()).isZero();
    Eventually.holds("pid " + pid + " is reaped", () -> ProcessInfo.of(pid).isEmpty());
  }

  @Test
  void aWaitWithALimitEndsWhileTheChildGoesOn() throws Exception {
    ExitWatch exit = watch("read line");
    assertThat(exit.await(Deadline.afterNanos(0))).isFalse();
    assertThat(exit.await(Deadline.afterNanos(-1))).isFalse();
    assertThat(exit.await(Deadline.afterNanos(TimeUnit.MILLISECONDS.toNanos(10)))).isFalse();
    assertThat(exit.hasEnded()).isFalse();
    control.fillWith("\n");
    assertEnds(exit);
  }

  @Test
  @Tag("pitfall-3")
  void aSignalAfterTheExitReachesNoProcessAndSaysSo() throws Exception {
    ExitWatch exit = watch("read line");
    assertThat(exit.signal(SIGTERM)).isZero();
    assertEnds(exit);
    assertThat(WaitStatus.exited(exit.status())).isFalse();
    assertThat(WaitStatus.value(exit.status())).isEqualTo(SIGTERM);
    assertThat(exit.signal(SIGKILL)).isEqualTo(-Errno.ESRCH);
  }

  @Test
  void allWaitingThreadsAreWoken() {
    ExitWatch exit = watch("read line; exit 3");
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 50; i++) {
      ThreadKind kind = i % 10 == 0 ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL;
      threads.add(kind.start(() -> awaitUninterrupted(exit)));
    }
    threads.forEach(Eventually::parked);
    control.fillWith("\n");
    threads.forEach(Eventually::ended);
  }

  private static void awaitUninterrupted(ExitWatch exit) {
    try {
      exit.await(Deadline.NEVER);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Background<Boolean> waiter(ThreadKind kind, ExitWatch exit) {
    return Background.parked(kind, () -> exit.await(Deadline.NEVER));
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsTheWaitAndTheChildGoesOn(ThreadKind kind) throws Exception {
    ExitWatch exit = watch("read line");
    Background<Boolean> waiter = waiter(kind, exit);
    waiter.interrupt();
    assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
    assertThat(exit.hasEnded()).isFalse();
    control.fillWith("\n");
    assertEnds(exit);
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptThatCameBeforeEndsTheWaitAtOnce(ThreadKind kind) {
    ExitWatch exit = watch("read line");
    Background<Boolean> waiter =
        Background.start(
            kind,
            () -> {
              Thread.currentThread().interrupt();
              return exit.await(Deadline.NEVER);
            });
    assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
    control.fillWith("\n");
    Eventually.holds("it is reaped", exit::hasEnded);
  }

  /** One thread waits in the kernel, the other for the first; either may give up. */
  @RepeatedTest(4)
  void whereOneOfTwoGivesUpTheOtherIsStillWoken(RepetitionInfo repetition) {
    ExitWatch exit = watch("read line");
    var two = List.of(waiter(ThreadKind.PLATFORM, exit), waiter(ThreadKind.PLATFORM, exit));
    int first = repetition.getCurrentRepetition() % 2;
    two.get(first).interrupt();
    assertThat(two.get(first).failure()).isInstanceOf(InterruptedException.class);
    control.fillWith("\n");
    assertThat(two.get(1 - first).value()).isTrue();
  }

  @Test
  void whereTheJvmExitsAWaiterLeavesTheKernel() {
    ExitWatch exit = watch("read line");
    Background<Boolean> waiter = waiter(ThreadKind.PLATFORM, exit);
    WakeableSleep.wakeAll();
    Eventually.holds("it is parked", () -> waiter.thread().getState() != Thread.State.RUNNABLE);
    control.fillWith("\n");
    assertThat(waiter.value()).isTrue();
  }

  /** The poll fails, the loop cannot let go of the child, or it cannot take it back for a while. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whatFailsInAWaitInTheKernelDoesNotLoseTheExit(int which) throws Exception {
    var faulty = new FaultyPosix();
    ExitWatch exit = WatchedChild.watch(faulty.posix(), spawn("read line; exit 5")).exit();
    assertThat(exit).isNotNull();
    if (which == 0) {
      faulty.next("poll", Fault.errno(Errno.EINTR), Fault.errno(Errno.ENOMEM));
    } else if (which == 1) {
      faulty.next("epoll_ctl", Fault.errno(Errno.ENOMEM));
    } else {
      Fault full = Fault.errno(Errno.ENOSPC);
      faulty.next("epoll_ctl", Fault.NONE, full, full, full);
    }
    assertThat(exit.await(Deadline.afterNanos(TimeUnit.MILLISECONDS.toNanos(5)))).isFalse();
    control.fillWith("\n");
    assertEnds(exit);
    assertThat(WaitStatus.value(exit.status())).isEqualTo(5);
  }

  @Test
  void theActionRunsOnceWhetherItIsGivenBeforeOrAfterTheExit() throws Exception {
    var runs = new AtomicInteger();
    ExitWatch early = watch("read line");
    early.whenEnded(runs::incrementAndGet);
    control.fillWith("\n");
    assertEnds(early);
    Eventually.holds("it ran", () -> runs.get() == 1);
    ExitWatch late = watch("exit 0");
    assertEnds(late);
    late.whenEnded(runs::incrementAndGet);
    Eventually.holds("it ran", () -> runs.get() == 2);
  }

  @Test
  @Tag("pitfall-33")
  void anActionThatBlocksHoldsUpNoOtherChild() throws Exception {
    var release = new CountDownLatch(1);
    var running = new CountDownLatch(1);
    ExitWatch slow = watch("exit 0");
    slow.whenEnded(() -> {
      running.countDown();
      assertThat(Thread.currentThread().isVirtual()).isTrue();
      awaitUninterrupted(release);
    });
    assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
    assertEnds(watch("exit 0"));
    release.countDown();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anInterruptedReapingIsTriedAgain() throws Exception {
    var faulty = new FaultyPosix();
    faulty.next("waitid", Fault.errno(Errno.EINTR), Fault.errno(Errno.EINTR));
    ExitWatch exit = WatchedChild.watch(faulty.posix(), spawn("exit 5")).exit();
    assertThat(exit).isNotNull();
    assertEnds(exit);
    assertThat(WaitStatus.value(exit.status())).isEqualTo(5);
    assertThat(faulty.count("waitid")).isEqualTo(3);
  }

  @Test
  void ifOtherCodeTookTheStatusTheWaitEndsAndSaysSo() throws Exception {
    var faulty = new FaultyPosix();
    int pid = spawn("exit 5");
    faulty.next(
        "waitid", Fault.before(() -> posix.waitid(Constants.P_PID, pid, Constants.WEXITED)));
    ExitWatch exit = WatchedChild.watch(faulty.posix(), pid).exit();
    assertThat(exit).isNotNull();
    assertEnds(exit);
    assertThat(exit.status()).isEqualTo(-Errno.ECHILD);
  }

  @Test
  @Tag("pitfall-21")
  void aChildThatCannotBeWatchedIsKilledAndReaped() {
    var faulty = new FaultyPosix();
    faulty.always("pidfd_open", Fault.errno(Errno.EMFILE));
    faulty.next("waitid", Fault.errno(Errno.EINTR));
    int pid = spawn("read line");
    WatchedChild watched = WatchedChild.watch(faulty.posix(), pid);
    assertThat(watched.exit()).isNull();
    assertThat(watched.error()).isEqualTo(-Errno.EMFILE);
    assertThat(ProcessInfo.of(pid)).isEmpty();
  }

  @Test
  @Tag("pitfall-50")
  void aDescriptorThatAnotherThreadHasTakenForAMomentCostsNoChild() throws Exception {
    var faulty = new FaultyPosix();
    faulty.next("pidfd_open", Fault.errno(Errno.EMFILE), Fault.errno(Errno.ENOMEM));
    WatchedChild watched = WatchedChild.watch(faulty.posix(), spawn("exit 5"));
    assertThat(watched.error()).isZero();
    assertThat(watched.exit()).isNotNull();
    assertEnds(watched.exit());
    assertThat(WaitStatus.value(watched.exit().status())).isEqualTo(5);
  }

  @Test
  @Tag("pitfall-56")
  void aChildThatOtherCodeHasReapedIsNotKilledByNumber() {
    var faulty = new FaultyPosix();
    faulty.always("pidfd_open", Fault.errno(Errno.ESRCH));
    int pid = spawn("read line");
    WatchedChild watched = WatchedChild.watch(faulty.posix(), pid);
    assertThat(watched.error()).isEqualTo(-Errno.ESRCH);
    assertThat(faulty.count("kill")).isZero();
    faulty.always("pidfd_open", Fault.errno(Errno.EMFILE));
    faulty.next("waitid", Fault.errno(Errno.ECHILD));
    assertThat(WatchedChild.watch(faulty.posix(), pid).exit()).isNull();
    assertThat(faulty.count("kill")).isZero();
    WatchedChild.killAndReap(posix, pid);
  }

  /** Instead of a pidfd, the call returns a file that the loop cannot wait for. */
  @Test
  @Tag("pitfall-21")
  void aChildThatTheLoopRefusesIsKilledAndReaped() throws Exception {
    String file = Files.createFile(folder.resolve("file")).toString();
    var faulty = new FaultyPosix();
    int number = posix.open(file, Constants.O_RDONLY | Constants.O_CLOEXEC, 0);
    faulty.next("pidfd_open", Fault.returns(number));
    int pid = spawn("read line");
    WatchedChild watched = WatchedChild.watch(faulty.posix(), pid);
    assertThat(watched.exit()).isNull();
    assertThat(watched.error()).isEqualTo(-Errno.EPERM);
    assertThat(ProcessInfo.of(pid)).isEmpty();
  }

  @Test
  @Tag("pitfall-3")
  void manyChildrenThatEndTogetherAreAllReapedWhileSignalsFly() throws Exception {
    var exits = new ArrayList<ExitWatch>();
    for (int i = 0; i < 100; i++) {
      exits.add(watch("read line"));
    }
    Thread signals =
        Thread.ofPlatform()
            .start(() ->
                exits.forEach(exit -> assertThat(exit.signal(SIGTERM)).isIn(0, -Errno.ESRCH)));
    control.fillWith("\n".repeat(100));
    for (ExitWatch exit : exits) {
      assertEnds(exit);
      assertThat(exit.signal(0)).isEqualTo(-Errno.ESRCH);
    }
    Eventually.ended(signals);
  }
}
