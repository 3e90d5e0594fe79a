package io.standpipe.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Fifo;
import io.standpipe.Redirect;
import io.standpipe.children.Scripts;
import io.standpipe.testing.Eventually;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockedCallTest {
  @TempDir private Path folder;

  /** Waits until the child sleeps in that call: then it also is what it was started as. */
  static BlockedCall awaitCall(Child child, String call) {
    Eventually.holds(
        child + " sleeps in " + call,
        () -> BlockedCall.of(child.pid()).filter(now -> now.call().equals(call)).isPresent(),
        () -> BlockedCall.of(child.pid()).toString());
    return BlockedCall.of(child.pid()).orElseThrow();
  }

  @Test
  void aReadIsShownWithItsDescriptorAndPipe() throws Exception {
    try (Child child = Scripts.sh("read line").stdin(Redirect.pipe()).start()) {
      BlockedCall call = awaitCall(child, "read");
      assertThat(call.fd()).isZero();
      assertThat(call.file()).matches("pipe:\\[\\d+]");
    }
  }

  @Test
  void aWriteToAFullPipeIsShown() throws Exception {
    String script = "import os; os.write(1, b'x' * (os.fpathconf(1, 'PC_PIPE_BUF') * 1000))";
    try (Child child = Scripts.python(script).stdout(Redirect.pipe()).start()) {
      BlockedCall call = awaitCall(child, "write");
      assertThat(call.fd()).isOne();
      assertThat(call.file()).startsWith("pipe:[");
    }
  }

  @Test
  void anOpenOfAFifoWithoutAPartnerIsShown() throws Exception {
    Fifo fifo = Fifo.create(folder.resolve("fifo"));
    try (Child child = Scripts.sh("exec < \"$1\"", fifo.path().toString()).start()) {
      assertThat(awaitCall(child, "openat").file()).isEmpty();
    }
  }

  @Test
  void aWaitForAChildIsShown() throws Exception {
    try (Child child = Scripts.sh("(read line); true").stdin(Redirect.pipe()).start()) {
      assertThat(awaitCall(child, "wait4").call()).isEqualTo("wait4");
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
