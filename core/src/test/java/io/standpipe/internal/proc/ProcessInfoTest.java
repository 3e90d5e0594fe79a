package io.standpipe.internal.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.children.Scripts;
import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.SpawnPlan;
import io.standpipe.testing.BlockedCall;
import io.standpipe.testing.Eventually;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessInfoTest {
  private static final long SELF = ProcessHandle.current().pid();

  @TempDir private Path folder;

  @Test
  void aChildHasUsAsItsParentAndLeadsItsGroup() throws Exception {
    try (Child child = Scripts.sh("read line").piped().stderr(Redirect.nothing()).start()) {
      BlockedCall.await(child, "read");
      ProcessInfo info = ProcessInfo.of(child.pid()).orElseThrow();
      assertThat(info.pid()).isEqualTo(child.pid());
      assertThat(info.parent()).isEqualTo(SELF);
      assertThat(info.group()).isEqualTo(child.pid());
      assertThat(info.zombie()).isFalse();
      assertThat(info.startTicks())
          .isGreaterThanOrEqualTo(ProcessInfo.of(SELF).orElseThrow().startTicks());
      assertThat(info.command()).isEqualTo("/bin/sh -c read line sh");
      assertThat(ProcessInfo.all()).contains(info);
    }
  }

  /** The kernel puts the name into its line as it is, parentheses, spaces and all. */
  @Test
  void aNameThatLooksLikeTheRestOfTheLineIsOnlyAName() throws Exception {
    Path program = folder.resolve("a) Z 1 (b");
    Files.writeString(program, "#!/bin/sh\nread line\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (Child child = Command.of(program).stdin(Redirect.pipe()).start()) {
      ProcessInfo info = ProcessInfo.of(child.pid()).orElseThrow();
      assertThat(info.parent()).isEqualTo(SELF);
      assertThat(info.zombie()).isFalse();
    }
  }

  @Test
  void oneThatWasNotReapedIsAZombieAndKnownByItsShortName() {
    Posix posix = Platform.posix();
    var words = List.of("sh", "-c", "exit 0");
    int pid =
        posix.posix_spawn(
            new SpawnPlan("/bin/sh", words, null, null, Arrays.asList(-1, -1, -1), 0));
    Eventually.holds(
        "pid " + pid + " is a zombie",
        () -> ProcessInfo.of(pid).map(ProcessInfo::zombie).orElse(false));
    assertThat(ProcessInfo.of(pid).orElseThrow().command()).isEqualTo("sh");
    assertThat(ProcessInfo.descendants(ProcessInfo.all(), Set.of(SELF)))
        .noneMatch(info -> info.pid() == pid);
    posix.waitid(Constants.P_PID, pid, Constants.WEXITED);
    assertThat(ProcessInfo.of(pid)).isEmpty();
  }

  @Test
  void descendantsAreFoundThroughTheirParents() throws Exception {
    String script = "(read a; true) <&3 & (read b; true) <&3 & echo started; wait";
    var command = Scripts.sh(script).piped().fd(3, Redirect.pipeToChild());
    try (Child child = command.start()) {
      child.stdout().read(ByteBuffer.allocate(20));
      List<ProcessInfo> all = ProcessInfo.all();
      assertThat(ProcessInfo.descendants(all, Set.of(child.pid())))
          .hasSize(2)
          .allSatisfy(info -> assertThat(info.parent()).isEqualTo(child.pid()));
      assertThat(ProcessInfo.descendants(all, Set.of(SELF)))
          .extracting(ProcessInfo::pid)
          .contains(child.pid())
          .doesNotContain(SELF);
      child.writer(3).close();
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(ProcessInfo.of(Integer.MAX_VALUE)).isEmpty();
  }
}
