package io.standpipe.internal.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Doctor;
import io.standpipe.Redirect;
import io.standpipe.children.Scripts;
import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Finding;
import io.standpipe.internal.proc.SnapshotReader;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What cannot be seen is said, and nothing is thrown. */
@Tag("doctor")
class LimitsTest {
  private static final String NOBODY = "65534";

  /** An ordinary user: ourselves, or the user nobody where we are root. */
  private static Command ordinary(String... words) throws IOException {
    return isRoot()
        ? Command.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups").args(words)
        : Command.of(List.of(words));
  }

  /** What that user sees; of the class path it needs our own classes alone. */
  private static String seen(long pid) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return ordinary(java, "--enable-native-access=ALL-UNNAMED")
        .args("-cp", System.getProperty("java.class.path"), Foreign.class.getName())
        .args(Long.toString(pid))
        .read();
  }

  @Test
  void processesOfOtherUsersAreThereAndMarkedAsNotSeen() throws Exception {
    assumeTrue(isRoot(), "to become an ordinary user takes root");
    String said = seen(ProcessHandle.current().pid());
    assertThat(said.lines())
        .contains("visible false, threads 0")
        .anyMatch(l -> l.matches("\\d+ of \\d+ processes may not be looked into by this user, .*"));
  }

  /** The refusal covers unflushed text, which the doctor shows of processes that it may read. */
  @Test
  void memoryOfAnotherUsersProcessIsRefusedAndThatIsNoError() throws Exception {
    assumeTrue(isRoot(), "a program of another user takes root");
    try (Child ours = holdingBack(Command.of(Programs.c("answers")))) {
      assertThat(seen(ours.pid()).lines()).contains("memory false, unflushed 0");
    }
  }

  @Test
  void thatOfTheSameUserIsReadUnlessYamaForbidsItToAllButItsAncestors() throws Exception {
    try (Child theirs = holdingBack(ordinary(Programs.c("answers").toArray(String[]::new)))) {
      String said = seen(theirs.pid());
      if (yamaRestricts()) {
        assertThat(said.lines())
            .contains("memory false, unflushed 0")
            .anyMatch(l -> l.matches(".*kernel.yama.ptrace_scope forbids it.*"));
      } else {
        assertThat(said.lines()).contains("memory true, unflushed 1");
      }
    }
  }

  /** A program that has written an answer and not flushed it. */
  private static Child holdingBack(Command answers) throws Exception {
    Child child = answers.piped().start();
    child.stdin().write("hello\n");
    Eventually.holds("the question is eaten", () -> child.stdin().queued() == 0);
    Diagnoses.awaitCalls(child, 1, "read");
    return child;
  }

  /** Whether only an ancestor may look into a process here; ptrace(2), ptrace_scope. */
  private static boolean yamaRestricts() throws IOException {
    Path scope = Path.of("/proc/sys/kernel/yama/ptrace_scope");
    return Files.exists(scope) && !Files.readString(scope).strip().equals("0");
  }

  @Test
  void aRingOfWhichAHiddenProcessMayHoldAnEndIsNotProved() throws Exception {
    // The third protects itself as an agent with keys does: it may not be looked into even by its
    // own user. It holds no end, in truth.
    String script =
        """
        import ctypes, os, time
        r, w = os.pipe()
        r2, w2 = os.pipe()
        if not os.fork():
            os.close(w), os.close(r2)
            os.read(r, 1)
        if not os.fork():
            ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
            for fd in r, w, r2, w2:
                os.close(fd)
            time.sleep(1000)
        os.close(r), os.close(w2)
        os.read(r2, 1)
        """;
    try (Child ring = ordinary("/usr/bin/python3", "-I", "-c", script).start()) {
      var said = new AtomicReference<>("");
      Eventually.holds(
          "the ring is found and called likely",
          () -> {
            said.set(seen(ring.pid()));
            return said.get().contains("deadlock, likely: 2 processes wait for each other");
          },
          said::get);
      assertThat(said.get()).contains("may hold an end of pipe:[", "it may not be looked into");
    }
  }

  @Test
  void processesThatComeAndGoWhileItLooksAreNoTrouble() throws Exception {
    Leaks before = Leaks.snapshot();
    try (Child storm = Scripts.sh("while :; do true | cat | cat; done").start()) {
      for (int look = 0; look < 3; look++) {
        assertThat(Examination.ofAll().toString()).isNotEmpty();
      }
      assertThat(storm.isAlive()).isTrue();
    }
    Leaks.assertNoneSince(before);
  }

  @Test
  void aDeadProcessAZombieAndAnUnusedPid() throws Exception {
    try (Child child = Scripts.sh("true & exec sleep 1000").stdin(Redirect.nothing()).start()) {
      Diagnoses.awaitPid(child, "sleep 1000");
      assertThat(Doctor.examine(Diagnoses.family(child)).findings()).isEmpty();
    }
    assertThat(SnapshotReader.read().process(Integer.MAX_VALUE)).isEmpty();
    assertThat(Doctor.examine(Set.of((long) Integer.MAX_VALUE)).findings()).isEmpty();
  }

  @Test
  void anInterruptNeitherEndsItNorIsLost() throws Exception {
    try (Child parent =
        Command.of(Programs.python("asks", "flush"))
            .args(Programs.python("answers").toArray(String[]::new))
            .piped()
            .start()) {
      Diagnoses.provedDeadlock(parent);
      Thread.currentThread().interrupt();
      List<Finding> findings = Doctor.examine(Diagnoses.family(parent)).findings();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(findings).anyMatch(f -> f instanceof Deadlock d && d.proved());
    }
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }
}
