package io.standpipe.internal.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Fifo;
import io.standpipe.Redirect;
import io.standpipe.children.Scripts;
import io.standpipe.testing.BlockedCall;
import io.standpipe.testing.Eventually;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyscallFileTest {
  @TempDir private Path folder;

  @Test
  void aReadIsShownWithItsDescriptorAndPipe() throws Exception {
    try (Child child = Scripts.sh("read line").stdin(Redirect.pipe()).start()) {
      BlockedCall call = BlockedCall.await(child, "read");
      assertThat(call.fd()).isZero();
      assertThat(call.file()).matches("pipe:\\[\\d+]");
    }
  }

  @Test
  void aWriteToAFullPipeIsShown() throws Exception {
    String script = "import os; os.write(1, b'x' * (os.fpathconf(1, 'PC_PIPE_BUF') * 1000))";
    try (Child child = Scripts.python(script).stdout(Redirect.pipe()).start()) {
      BlockedCall call = BlockedCall.await(child, "write");
      assertThat(call.fd()).isOne();
      assertThat(call.file()).startsWith("pipe:[");
    }
  }

  @Test
  void anOpenOfAFifoWithoutAPartnerIsShown() throws Exception {
    Fifo fifo = Fifo.create(folder.resolve("fifo"));
    try (Child child = Scripts.sh("exec < \"$1\"", fifo.path().toString()).start()) {
      assertThat(BlockedCall.await(child, "openat").file()).isEmpty();
    }
  }

  @Test
  void aWaitForAChildIsShown() throws Exception {
    try (Child child = Scripts.sh("(read line); true").stdin(Redirect.pipe()).start()) {
      assertThat(BlockedCall.await(child, "wait4").call()).isEqualTo("wait4");
    }
  }

  @Test
  void oneThatRunsOrHasGoneSleepsInNothing() throws Exception {
    try (Child child = Scripts.sh("while :; do :; done").start()) {
      Eventually.holds("a busy child is in no call", () -> BlockedCall.of(child.pid()).isEmpty());
    }
    assertThat(BlockedCall.of(Integer.MAX_VALUE)).isEmpty();
  }
}
