package io.standpipe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.ExitStatus.Signaled;
import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.internal.tree.Survivor;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.ThreadKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stop leaves: who could not be stopped, and what was written while it went on. */
@Tag("pitfall-10")
class StopReportTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  @Tag("pitfall-9")
  void whoMayNotBeSignalledIsNamedWithTheReason() throws Exception {
    var kernel = new FaultyPosix();
    kernel.always("pidfd_send_signal", Fault.errno(Errno.EPERM));
    kernel.always("kill", Fault.errno(Errno.EPERM));
    Command parent = Scripts.sh("sleep 1000 & echo $!; wait").stdout(Redirect.pipe());
    try (Child child = parent.start(kernel.posix())) {
      long grandchild = Long.parseLong(Framing.lines().reader(child.stdout()).readText());
      // It is sleep only after its exec.
      Eventually.holds("it is sleep", () -> Processes.status(grandchild, "Name").equals("sleep"));
      StopReport report = child.stop(new StopPolicy(SHORT, SHORT, SHORT));
      assertThat(report.isComplete()).isFalse();
      assertThat(report.status()).isEmpty();
      assertThat(report.survivors())
          .containsExactly(
              child.pid()
                  + " (/bin/sh -c sleep 1000 & echo $!; wait sh): this user may not signal it",
              grandchild + " (sleep 1000): this user may not signal it");
      Processes.kill(child.pid());
      Processes.kill(grandchild);
    }
  }

  @Test
  void aReasonIsGivenForTheStateThatItIsIn() throws Exception {
    try (Child child = Command.of("sleep", "1000").start()) {
      assertThat(reason(child, 0)).isEqualTo("it had not ended when the time was up");
      child.signal(Signal.STOP);
      Eventually.holds("it stops", () -> reason(child, 0).startsWith("it is stopped"));
      assertThat(reason(child, Errno.EMFILE))
          .isEqualTo("no signal could be sent: Too many open files");
    }
  }

  private static String reason(Child child, int refusal) {
    ProcessInfo process = ProcessInfo.of(child.pid()).orElseThrow();
    return Survivor.of(process, refusal).reason();
  }

  @Test
  @Tag("pitfall-7")
  void whatIsWrittenOnTheWayDownIsNotLost() throws Exception {
    // More than a pipe holds, at SIGTERM, by the child and by a descendant in another session.
    String script =
        """
        flood() {
          i=0
          while [ $i -lt 3000 ]; do echo "$1 0123456789012345678901234567890"; i=$((i + 1)); done
        }
        if [ "$1" = inner ]; then
          trap 'flood inner; exit' TERM
        else
          trap 'flood outer; exit' TERM
          setsid /bin/sh "$0" inner &
        fi
        echo ready
        while :; do sleep 0.01; done
        """;
    Path file = Files.writeString(folder.resolve("flood.sh"), script);
    try (Child child = Command.of("/bin/sh", file.toString()).piped().start()) {
      FrameReader lines = Framing.lines().reader(child.stdout());
      assertThat(lines.readText()).isEqualTo("ready");
      assertThat(lines.readText()).isEqualTo("ready");
      var counted =
          Background.start(
              ThreadKind.VIRTUAL,
              () -> {
                int[] counts = new int[2];
                for (String line; (line = lines.readText()) != null; ) {
                  counts[line.startsWith("inner") ? 0 : 1]++;
                }
                return counts;
              });
      assertThat(child.stop(new StopPolicy(SHORT, LONG, LONG)).isComplete()).isTrue();
      assertThat(counted.value()).containsExactly(3000, 3000);
    }
  }

  @Test
  @Tag("pitfall-7")
  void aFloodOnTheWayDownThatNobodyReadsIsEndedByTheNextRung() throws Exception {
    String script = "trap 'yes; exit' TERM; echo ready; while :; do sleep 0.01; done";
    try (Child child = Scripts.sh(script).piped().start()) {
      byte[] ready = new byte[6];
      assertThat(child.stdout().inputStream().readNBytes(ready, 0, 6)).isEqualTo(6);
      assertThat(new String(ready, US_ASCII)).isEqualTo("ready\n");
      StopReport report = child.stop(new StopPolicy(SHORT, Duration.ofSeconds(1), LONG));
      assertThat(report.isComplete()).isTrue();
      assertThat(report.status()).contains(new Signaled(Signal.KILL, false));
    }
  }

  @Test
  @Tag("pitfall-6")
  @Tag("alone")
  void aDaemonThatIsNotFoundAndHoldsTheOutputHoldsUpNoStop() throws Exception {
    String script = "(setsid sh -c 'echo $$; exec sleep 1000' &) ; while :; do sleep 0.01; done";
    Child child = Scripts.sh(script).piped().start();
    long daemon = Long.parseLong(Framing.lines().reader(child.stdout()).readText());
    try (child) {
      Eventually.holds("it has no parent here", () -> !child.descendants().contains(daemon));
      long start = System.nanoTime();
      assertThat(child.stop(new StopPolicy(SHORT, LONG, LONG)).isComplete()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
      assertThat(Processes.isAlive(daemon)).isTrue();
    } finally {
      Processes.kill(daemon);
    }
    assertThat(child.stdout().isOpen()).isFalse();
  }
}
