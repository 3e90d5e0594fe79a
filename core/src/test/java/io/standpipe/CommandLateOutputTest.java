package io.standpipe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Leaks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A descendant holds the output open after the program itself has exited. */
class CommandLateOutputTest {
  @TempDir private Path folder;

  /** Its parent exits at once; it says "late" when it is told to, or after 300 ms. */
  private static final String LATE_WRITER =
      """
      import os, time
      print("early")
      if os.fork() == 0:
          time.sleep(0.3)
          print("late")
      """;

  /** A grandchild that says nothing, and never ends by itself. */
  private static final Command SILENT_HOLDER = Scripts.sh("echo early; sleep 1000 & exit 0");

  /** A grandchild that says something every 20 ms. */
  private static final Command CHATTERER =
      Scripts.sh("(while :; do echo more; sleep 0.02; done) & exit 0");

  /** A grandchild that writes as fast as it can. */
  private static final Command FLOOD = Scripts.sh("yes & yes & yes & exit 0");

  @Test
  @Tag("pitfall-7")
  void whatAGrandchildWritesAfterTheExitIsNotLost() throws Exception {
    assertThat(Scripts.python(LATE_WRITER).read()).isEqualTo("early\nlate");
  }

  @Test
  @Tag("pitfall-6")
  void theTimeoutHoldsAndNamesTheProcessThatKeepsTheOutputOpen() {
    Command command = SILENT_HOLDER.timeout(Duration.ofSeconds(1));
    assertThatThrownBy(command::read)
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageContaining("timed out after 1s: it had exited, but pid ")
        .hasMessageContaining("(sleep 1000) still held its output open");
  }

  @Test
  @Tag("pitfall-6")
  void aTimeoutEndsTheGrandchildThatKeptTheOutputOpen() throws Exception {
    Leaks before = Leaks.snapshot();
    Command command =
        Scripts.sh("sleep 1000 & echo $! >&3; exit 0").timeout(Duration.ofMillis(300));
    try (Pipe pids = Pipe.open()) {
      Command told = command.fd(3, Redirect.to(pids.writer()));
      assertThatThrownBy(told::read).isInstanceOf(DeadlineExceededException.class);
      pids.writer().close();
      long pid = Long.parseLong(new String(pids.reader().readAllBytes(), US_ASCII).strip());
      assertThat(Processes.isAlive(pid)).isFalse();
    }
    Leaks.assertNoneSince(before);
  }

  /** It has left group, session and parents by the time of the exit. */
  @Test
  @Tag("pitfall-6")
  @Tag("slow")
  void aDaemonThatKeepsTheOutputOpenOutlivesTheTimeoutUnlessItWasContained() throws Exception {
    Path met = folder.resolve("met");
    Fifo.create(met);
    String daemon = "(setsid sh -c 'echo $$ >\"$1\"; exec sleep 1000' sh \"$1\" &);";
    Command command =
        Scripts.sh(daemon + "read pid <\"$1\"; echo $pid >&3", met.toString())
            .timeout(Duration.ofSeconds(2));
    long left = afterTimeout(command);
    assertThat(Processes.isAlive(left)).isTrue();
    ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
    Processes.awaitGone(left);
    assertThat(Processes.isAlive(afterTimeout(command.contained()))).isFalse();
  }

  /** The pid that it told. */
  private static long afterTimeout(Command command) throws IOException {
    try (Pipe pids = Pipe.open()) {
      Command told = command.fd(3, Redirect.to(pids.writer()));
      assertThatThrownBy(told::read)
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("(sleep 1000) still held its output open");
      ByteBuffer pid = ByteBuffer.allocate(20); // the daemon holds the writer too: no end comes
      pids.reader().read(pid);
      return Long.parseLong(new String(pid.array(), 0, pid.position(), US_ASCII).strip());
    }
  }

  @Test
  @Tag("pitfall-6")
  void detachedOutputIsWhatWasWrittenByTheTimeOfTheExitAndTheHolderIsNamed() throws Exception {
    Output output = SILENT_HOLDER.lateOutput(LateOutput.detach()).capture();
    assertThat(output.text()).isEqualTo("early");
    assertThat(output.stillOpen())
        .hasSize(1)
        .first()
        .asString() // it may not have become the other program yet
        .matches("pid \\d+ \\((sleep 1000|/bin/sh -c .*)\\)");
    end(output);
  }

  @Test
  @Tag("pitfall-6")
  void lingeringEndsWhenNothingHasComeForAWhile() throws Exception {
    Output output = SILENT_HOLDER.lateOutput(LateOutput.linger(Duration.ofMillis(50))).capture();
    assertThat(output.text()).isEqualTo("early");
    assertThat(output.stillOpen()).hasSize(1);
    end(output);
  }

  @Test
  @Tag("pitfall-6")
  void lingeringIsRearmedByEachChunk() throws Exception {
    // All together take longer than the lingering; one takes a quarter of it on an idle machine.
    String script = "(for i in 1 2 3 4 5 6; do sleep 0.3; echo $i; done; sleep 1000) & exit 0";
    Output output =
        Scripts.sh(script).lateOutput(LateOutput.linger(Duration.ofMillis(1200))).capture();
    assertThat(output.text()).isEqualTo("1\n2\n3\n4\n5\n6");
    end(output);
  }

  @Test
  @Tag("pitfall-6")
  void theTimeoutHoldsAlsoWhileEachChunkRearmsTheLingering() {
    Command command =
        CHATTERER
            .lateOutput(LateOutput.linger(Duration.ofMillis(500)))
            .timeout(Duration.ofSeconds(1));
    assertThatThrownBy(command::read).isInstanceOf(DeadlineExceededException.class);
  }

  @Test
  @Tag("pitfall-6")
  void aGrandchildThatNeverStopsWritingDoesNotHoldBackADetachedResult() throws Exception {
    Output output = FLOOD.lateOutput(LateOutput.detach()).timeout(Duration.ofSeconds(20)).capture();
    // One that has not executed its program yet still goes by the shell's name.
    assertThat(output.stillOpen()).hasSize(3).allMatch(holder -> holder.contains("yes"));
    end(output);
  }

  @Test
  void aProgramWithoutDescendantsLeavesNothingOpenWhenDetached() throws Exception {
    Command command = Scripts.sh("echo all").lateOutput(LateOutput.detach());
    for (int i = 0; i < 200; i++) {
      Output output = command.capture();
      assertThat(output.text()).isEqualTo("all");
      assertThat(output.stillOpen()).as("run %d", i).isEmpty();
    }
  }

  private static void end(Output output) {
    for (String holder : output.stillOpen()) {
      Processes.kill(Long.parseLong(holder.replaceAll("pid (\\d+) .*", "$1")));
    }
  }
}
