package io.standpipe.internal.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.children.Processes;
import io.standpipe.framing.Framing;
import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.SpawnPlan;
import io.standpipe.internal.proc.ProcFiles;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A child that is held back until it has been prepared, and what becomes of it if it is not. */
@Tag("pitfall-54")
class HeldSpawnTest {
  private static final Posix POSIX = Platform.posix();

  @TempDir private Path folder;
  private Leaks before;

  @BeforeEach
  void look() {
    before = Leaks.snapshot();
    assumeGates();
  }

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNoneSince(before);
  }

  /** Skips a test where the system has no gate. */
  private static void assumeGates() {
    try (StartGate gate = StartGate.open(POSIX)) {
      assumeThat(gate).as("SKIPPED: this system has no leases on files in memory").isNotNull();
    }
  }

  private Path ran() {
    return folder.resolve("ran");
  }

  private SpawnPlan plan() {
    var words = List.of("sh", "-c", "echo > " + ran());
    return new SpawnPlan("/bin/sh", words, null, null, List.of(-1, -1, 2), 0);
  }

  private static void reap(int pid) {
    assertThat(POSIX.waitid(Constants.P_PID, pid, Constants.WEXITED)).isNotNegative();
  }

  @ParameterizedTest
  @EnumSource
  void theProgramDoesNotRunBeforeItIsPrepared(ThreadKind kind) throws Exception {
    var spawned = new AtomicInteger();
    Thread starter =
        kind.start(() -> {
          try {
            spawned.set(HeldSpawn.spawn(POSIX, plan(), this::assertHeld));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
    Eventually.ended(starter);
    assertThat(spawned.get()).isPositive();
    reap(spawned.get());
    assertThat(ran()).exists();
  }

  private void assertHeld(int pid, boolean held) {
    long self = ProcessHandle.current().pid();
    assertThat(held).isTrue();
    // As long as it has not executed its program, it runs this one.
    assertThat(ProcFiles.program(pid)).isEqualTo(ProcFiles.program(self));
    assertThat(ran()).doesNotExist();
  }

  @Test
  void aPreparationThatFailsEndsTheChildAndItsProgramHasNotRun() {
    var held = new AtomicInteger();
    assertThatThrownBy(() ->
            HeldSpawn.spawn(
                POSIX,
                plan(),
                (pid, isHeld) -> {
                  held.set(pid);
                  throw new OutOfMemoryError("thrown by a test");
                }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(Processes.isAlive(held.get())).isFalse();
    assertThat(ran()).doesNotExist();
  }

  @Test
  @Tag("pitfall-31")
  void theErrorOfAnExecArrivesAsItIs() throws Exception {
    var plan = new SpawnPlan("/no/such", List.of("such"), null, null, List.of(-1, -1, 2), 0);
    assertThat(HeldSpawn.spawn(POSIX, plan, (pid, held) -> {})).isEqualTo(-Errno.ENOENT);
    String text = Files.writeString(folder.resolve("text"), "no program").toString();
    Path.of(text).toFile().setExecutable(true);
    plan = new SpawnPlan(text, List.of("text"), null, null, List.of(-1, -1, 2), 0);
    assertThat(HeldSpawn.spawn(POSIX, plan, (pid, held) -> {})).isEqualTo(-Errno.ENOEXEC);
  }

  @Test
  void whereNoGateCanBeHadTheChildIsPreparedRightAfterItsStart() throws Exception {
    var kernel = new FaultyPosix();
    kernel.always("memfd_create", Fault.errno(Errno.ENOSYS));
    var prepared = new AtomicInteger();
    int pid =
        HeldSpawn.spawn(
            kernel.posix(),
            plan(),
            (child, held) -> {
              assertThat(held).isFalse();
              prepared.set(child);
            });
    assertThat(prepared).hasValue(pid);
    reap(pid);
  }

  @Test
  @Tag("pitfall-55")
  @Tag("slow")
  void ifTheJvmIsKilledWhileAChildIsHeldItsProgramNeverRuns() throws Exception {
    try (Child jvm =
        Command.self(HoldingParent.class, "echo > " + ran() + "; sleep 1000")
            .stdout(Redirect.pipe())
            .start()) {
      String[] told = Framing.lines().reader(jvm.stdout()).readText().split(" ", -1);
      assertThat(told[0]).isEqualTo("true");
      jvm.signal(Signal.KILL);
      jvm.await();
      Processes.awaitGone(Long.parseLong(told[1]));
      assertThat(ran()).doesNotExist();
    }
  }
}
