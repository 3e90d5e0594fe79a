package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.ExitStatus.Exited;
import io.standpipe.children.Processes;
import io.standpipe.children.Runs;
import io.standpipe.children.Scripts;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.testing.Leaks;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Input that is given in advance, and children that do not want it all. */
class CommandInputTest {
  private static final String[] EMPTY = {};
  private static final int MEGABYTE = 1 << 20;
  private static final long PIPE_BIT = 1L << (Signal.PIPE.number() - 1);

  @Test
  void theInputIsReadAndThenAtItsEnd() throws Exception {
    assertThat(Command.of("cat").input("text").read()).isEqualTo("text");
    assertThat(Command.of("cat").input("").read()).isEmpty();
    assertThat(Command.of("wc", "-c").input(new byte[MEGABYTE]).read()).isEqualTo("1048576");
  }

  @Test
  @Tag("pitfall-14")
  void aProgramMayAnswerBeforeItHasReadAllOfItsInput() throws Exception {
    byte[] input = new byte[4 * MEGABYTE];
    new Random(1).nextBytes(input);
    Output output = Command.of("cat").input(input).capture();
    assertThat(output.stdout()).isEqualTo(input);
    assertThat(output.inputAccepted()).isEqualTo(input.length);
  }

  @Test
  @Tag("pitfall-2")
  void aChildThatEndsBeforeItHasReadItsInputHasDoneNothingWrong() throws Exception {
    Leaks before = Leaks.snapshot();
    Output output = Scripts.sh("head -c 10").input(new byte[4 * MEGABYTE]).capture();
    assertThat(output.status()).isEqualTo(new Exited(0));
    assertThat(output.stdout()).hasSize(10);
    assertThat(output.inputAccepted()).isBetween(10L, 4L * MEGABYTE - 1);
    assertThat(Command.of("true").input(new byte[4 * MEGABYTE]).run()).isEqualTo(new Exited(0));
    Leaks.assertNoneSince(before);
  }

  @Test
  @Tag("pitfall-2")
  void aGrandchildThatHoldsTheInputAndDoesNotReadItDoesNotHoldUpTheResult() throws Exception {
    String script = "sleep 1000 <&0 >/dev/null 2>&1 & echo $!";
    Output output = Scripts.sh(script).input(new byte[4 * MEGABYTE]).capture();
    Processes.kill(Long.parseLong(output.text()));
    assertThat(output.inputAccepted()).isLessThan(4 * MEGABYTE);
  }

  @Test
  @Tag("pitfall-2")
  void writingToAChildThatHasGoneIsAnExceptionThatTellsHowMuchWasTaken() throws Exception {
    try (Child child = Command.of("true").stdin(Redirect.pipe()).start()) {
      child.await();
      assertThatThrownBy(() -> child.stdin().write(ByteBuffer.allocate(MEGABYTE)))
          .isInstanceOfSatisfying(
              BrokenPipeException.class, e -> assertThat(e.bytesAccepted()).isZero());
    }
  }

  @Test
  @Tag("pitfall-2")
  void signalsOfThisJvmAreAsBeforeAndThoseOfChildrenAreTheSystemsOwn() throws Exception {
    long self = ProcessHandle.current().pid();
    String before = dispositions(Processes.status(self));
    Command.of("true").input(new byte[4 * MEGABYTE]).run();
    Command.of("yes").pipeTo(Scripts.sh("read line")).run();
    assertThat(dispositions(Processes.status(self))).isEqualTo(before);
    String child = Command.of("cat", "/proc/self/status").read();
    assertThat(mask(child, "SigIgn") & PIPE_BIT).isZero();
    assertThat(mask(child, "SigCgt")).isZero();
    assertThat(mask(child, "SigBlk")).isZero();
  }

  @Test
  @Tag("pitfall-2")
  void aChildOfAProcessThatIgnoresSigpipeDoesNotIgnoreIt() throws Exception {
    // The shell ignores it, and so does what it starts, but for what Standpipe starts in there.
    String[] words = Command.self(Runs.class, "cat", "/proc/self/status").words().toArray(EMPTY);
    Command ignoring = Command.of("/bin/sh", "-c", "trap '' PIPE; exec \"$@\"", "sh").args(words);
    assertThat(mask(ignoring.read(), "SigIgn") & PIPE_BIT).isZero();
  }

  private static long mask(String status, String field) {
    return Long.parseUnsignedLong(Processes.field(status, field), 16);
  }

  private static String dispositions(String status) {
    return Processes.field(status, "SigIgn") + " " + Processes.field(status, "SigCgt");
  }
}
