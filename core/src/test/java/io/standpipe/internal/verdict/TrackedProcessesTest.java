package io.standpipe.internal.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.testing.Eventually;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The descendants of a process are found, though only new processes are looked at. */
@Tag("doctor")
class TrackedProcessesTest {
  @Test
  void aLaterDescendantIsTrackedUntilItEnds() throws Exception {
    try (Child shell = Scripts.sh("read line; sleep 1000; read line").piped().start()) {
      var family = new TrackedProcesses(Set.of(shell.pid()));
      family.update();
      assertThat(family.members()).containsExactly(shell.pid());
      shell.stdin().write("go on\n");
      long sleep = Diagnoses.awaitPid(shell, "sleep 1000");
      meets(family, Set.of(shell.pid(), sleep));
      Processes.kill(sleep);
      meets(family, Set.of(shell.pid()));
    }
  }

  /** It is in the same group, like a background program that a shell leaves behind. */
  @Test
  void aProcessWhoseParentEndedBeforeTheFirstLookIsTracked() throws Exception {
    try (Child shell = Scripts.sh("(sleep 1001 &); exec sleep 1000").start()) {
      Diagnoses.awaitPid(shell, "sleep 1000");
      long orphan = orphan(shell);
      try {
        var family = new TrackedProcesses(Set.of(shell.pid()));
        family.update();
        assertThat(family.members()).containsExactlyInAnyOrder(shell.pid(), orphan);
      } finally {
        Processes.kill(orphan);
      }
    }
  }

  private static long orphan(Child shell) {
    return ProcessInfo.all().stream()
        .filter(p -> p.group() == shell.pid() && p.pid() != shell.pid())
        .map(ProcessInfo::pid)
        .findFirst()
        .orElseThrow();
  }

  private static void meets(TrackedProcesses family, Set<Long> members) {
    Eventually.holds(
        "they are " + members,
        () -> {
          family.update();
          return family.members().equals(members);
        },
        () -> "they are " + family.members());
  }
}
