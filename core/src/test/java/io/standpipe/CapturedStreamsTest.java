package io.standpipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.children.Scripts;
import io.standpipe.error.CaptureLimitException;
import io.standpipe.error.CapturedOutput;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.EnoughTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Both streams are kept whole, and whatever goes wrong, what was kept is not thrown away. */
@Tag("pitfall-43")
class CapturedStreamsTest {
  private static final String BOTH = "echo out; echo err >&2; ";

  @Test
  void bothStreamsAreKeptWhole() throws Exception {
    String script =
        """
        import sys
        sys.stdout.buffer.write(bytes(range(256)) * 1200)
        sys.stderr.buffer.write(bytes(reversed(range(256))) * 1200)
        """;
    Output output = Scripts.python(script).capture();
    assertThat(output.stdout()).hasSize(307_200).startsWith(0, 1).endsWith(254, 255);
    assertThat(output.stderr()).hasSize(307_200).startsWith(255, 254).endsWith(1, 0);
    assertThat(output.isStdoutComplete()).isTrue();
    assertThat(output.isStderrComplete()).isTrue();
  }

  @Test
  void ofMoreStandardErrorThanTheLimitTheEndIsKeptAndTheOutputSaysThatItWasCut() throws Exception {
    Command chatty = Scripts.sh("echo out; yes 1234567 | head -n 5000 >&2; echo last >&2");
    Output output = chatty.captureLimit(20_000).capture();
    assertThat(output.text()).isEqualTo("out");
    assertThat(output.stderr()).hasSize(20_000);
    assertThat(output.errorText()).endsWith("1234567\nlast\n");
    assertThat(output.isStderrComplete()).isFalse();
    assertThat(output.isStdoutComplete()).isTrue();
    assertThat(output).hasToString("exited with code 0; stdout \"out\\n\", stderr …20000 bytes");
  }

  @Test
  void asMuchStandardErrorAsTheLimitIsComplete() throws Exception {
    Output output = Scripts.sh("head -c 20000 /dev/zero >&2").captureLimit(20_000).capture();
    assertThat(output.stderr()).hasSize(20_000);
    assertThat(output.isStderrComplete()).isTrue();
  }

  @Test
  void aLowLimitLeavesEnoughStandardErrorForTheMessage() {
    assertThatThrownBy(Scripts.sh("echo reason >&2; exit 1").captureLimit(0)::read)
        .hasMessageEndingWith("exited with code 1: reason");
  }

  @Test
  void outputThatADaemonMayStillWriteIsNotComplete() throws Exception {
    try (Pipe hold = Pipe.open()) {
      Command leaves = Scripts.sh("echo out; cat <&3 & ").fd(3, Redirect.from(hold.reader()));
      Output output = leaves.lateOutput(LateOutput.detach()).capture();
      assertThat(output.text()).isEqualTo("out");
      assertThat(output.isStdoutComplete()).isFalse();
      assertThat(output.isStderrComplete()).isFalse();
    }
  }

  @Test
  void theExceptionOfAFailedProgramHasBothStreams() {
    assertThatThrownBy(Scripts.sh(BOTH + "exit 3")::read)
        .isInstanceOfSatisfying(
            CommandFailedException.class,
            e -> {
              assertThat(e.captured().stdout()).asString(UTF_8).isEqualTo("out\n");
              assertThat(e.captured().stderr()).asString(UTF_8).isEqualTo("err\n");
              assertThat(e.captured().isStdoutComplete()).isTrue();
            });
  }

  /** Compilers and build tools report there. */
  @Test
  void theMessageQuotesStandardOutputWhereStandardErrorIsEmpty() {
    assertThatThrownBy(Scripts.sh("echo 'a.ts(1,5): error TS2322'; exit 2")::read)
        .hasMessageEndingWith(
            "exited with code 2; its standard output ends with \"a.ts(1,5): error TS2322\"");
  }

  @Test
  void theExceptionOfATimeoutHasWhatBothStreamsGaveUntilThen() {
    Command command = Scripts.sh(BOTH + "exec sleep 1000");
    var late = EnoughTime.timeout("err\n", limit -> command.timeout(limit)::capture);
    assertThat(late.received()).isEqualTo("out\n");
    assertThat(late.captured().errorText()).isEqualTo("err\n");
  }

  @Test
  void itHasWhatTheProgramWroteWhileItWasStopped() throws Exception {
    String script = "trap 'seq 1 1000; echo last >&2; exit 1' TERM; echo ready; read line";
    try (Pipe open = Pipe.open()) {
      Command command = Scripts.sh(script).stdin(Redirect.from(open.reader()));
      var late = EnoughTime.timeout("last\n", limit -> command.timeout(limit)::capture);
      assertThat(late.received()).startsWith("ready\n1\n").endsWith("\n1000\n");
      assertThat(late.captured().errorText()).isEqualTo("last\n");
    }
  }

  @Test
  void theTimeoutOfACallThatCapturesNothingHasNothing() {
    Command command = Command.of("sleep", "1000").timeout(Duration.ofMillis(10));
    assertThatThrownBy(command::run)
        .isInstanceOfSatisfying(
            DeadlineExceededException.class,
            e -> {
              assertThat(e.received()).isEmpty();
              assertThat(e.captured().isStderrComplete()).isTrue();
            });
  }

  @Test
  void theExceptionOfTooMuchOutputHasTheBeginningAndTheStandardError() {
    Command command = Scripts.sh("echo why >&2; seq 1 100000; exec sleep 1000").captureLimit(1000);
    assertThatThrownBy(command::read)
        .isInstanceOfSatisfying(
            CaptureLimitException.class,
            e -> {
              assertThat(e.maxBytes()).isEqualTo(1000);
              assertThat(e.captured().stdout()).hasSize(1000);
              assertThat(e.captured().outputText()).startsWith("1\n2\n3\n");
              assertThat(e.captured().isStdoutComplete()).isFalse();
              assertThat(e.captured().errorText()).isEqualTo("why\n");
            });
  }

  @Test
  void whatWasCapturedSurvivesSerialization() throws Exception {
    var captured = new CapturedOutput(new byte[] {1}, false, new byte[] {2, 3}, true);
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(new CaptureLimitException("command [\"x\"]", 1, captured));
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      var copy = (CaptureLimitException) in.readObject();
      assertThat(copy.captured()).hasToString("stdout 1 bytes (incomplete), stderr 2 bytes");
    }
  }
}
