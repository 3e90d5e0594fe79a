package io.standpipe.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.proc.PidNamespace;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which empty control groups are removed as leftovers of a process that has ended, and which not.
 */
@Tag("pitfall-9")
class CgroupSweepTest {
  @TempDir private Path groups;

  private Path group(String namespace, long pid, long start) throws IOException {
    return Files.createDirectory(
        groups.resolve("standpipe-" + namespace + "-" + pid + "-" + start + "-1"));
  }

  private void sweep() {
    Cgroup.sweep(Platform.posix(), groups);
  }

  private static long startOf(long pid) {
    return ProcessInfo.of(pid).orElseThrow().startTicks();
  }

  @Test
  void whatAProcessThatHasEndedLeftIsRemovedThoughItsNumberIsUsedAgain() throws Exception {
    try (Child child = Command.of("true").start()) {
      long self = ProcessHandle.current().pid();
      Path left = group(PidNamespace.own(), child.pid(), 1);
      Path reused = group(PidNamespace.own(), self, startOf(self) - 1);
      child.await();
      sweep();
      assertThat(left).doesNotExist();
      assertThat(reused).doesNotExist();
    }
  }

  @Test
  void theEmptyGroupOfAProcessThatLivesStays() throws Exception {
    long self = ProcessHandle.current().pid();
    Path mine = group(PidNamespace.own(), self, startOf(self));
    sweep();
    assertThat(mine).exists();
  }

  @Test
  void aGroupOfAnotherPidNamespaceAndAnyOtherFolderStay() throws Exception {
    Path elsewhere = group("1", 999_999_999, 1);
    Path unknown = group(PidNamespace.UNKNOWN, 999_999_999, 1);
    Path stranger = Files.createDirectory(groups.resolve("standpipe-999999999-1"));
    Path named = Files.createDirectory(groups.resolve("standpipe-service"));
    sweep();
    assertThat(elsewhere).exists();
    assertThat(unknown).exists();
    assertThat(stranger).exists();
    assertThat(named).exists();
  }

  @Test
  void aProcessThatProcHidesFromThisUserCountsAsAlive() throws Exception {
    Path hidden = group(PidNamespace.own(), 999_999_999, 1);
    var kernel = new FaultyPosix();
    kernel.always("kill", Fault.errno(Errno.EPERM));
    Cgroup.sweep(kernel.posix(), groups);
    assertThat(hidden).exists();
  }
}
