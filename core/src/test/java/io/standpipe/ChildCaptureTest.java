package io.standpipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.ExitStatus.Exited;
import io.standpipe.children.Scripts;
import io.standpipe.error.CaptureLimitException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Background;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One call feeds a running child and collects both of its streams. */
@Tag("blocking")
@Tag("pitfall-43")
class ChildCaptureTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final byte[] MUCH = "0123456789abcde\n".repeat(20_000).getBytes(UTF_8);

  @Test
  @Tag("pitfall-14")
  void theInputIsWrittenWhileBothStreamsAreRead() throws Exception {
    Leaks before = Leaks.snapshot();
    try (Child child = start("tee /dev/stderr")) {
      Output output = child.capture(MUCH, LONG);
      assertThat(output.stdout()).isEqualTo(MUCH);
      assertThat(output.stderr()).isEqualTo(MUCH);
      assertThat(output.inputAccepted()).isEqualTo(MUCH.length);
      assertThat(output.status()).isEqualTo(new Exited(0));
    }
    Leaks.assertNoneSince(before);
  }

  @Test
  void withoutAnInputTheChildSeesItsEnd() throws Exception {
    try (Child child = start("cat; echo done")) {
      assertThat(child.capture().text()).isEqualTo("done");
    }
  }

  @Test
  void streamsThatAreNoPipesToUsStayWhereTheyGo() throws Exception {
    Command command = Scripts.sh("echo out; echo err >&2").stderr(Redirect.nothing());
    try (Child child = command.stdout(Redirect.pipe()).start()) {
      Output output = child.capture();
      assertThat(output.text()).isEqualTo("out");
      assertThat(output.stderr()).isEmpty();
      assertThat(output.isStderrComplete()).isTrue();
    }
  }

  @Test
  void whatWasReadBeforeIsNotPartOfIt() throws Exception {
    try (Child child = start("echo first; read line; echo second")) {
      child.stdout().read(ByteBuffer.allocate(6));
      assertThat(child.capture("go\n".getBytes(UTF_8), LONG).text()).isEqualTo("second");
    }
  }

  @ParameterizedTest
  @EnumSource
  void atTheLimitTheChildGoesOnAndAnotherCallHasAll(ThreadKind kind) throws Exception {
    try (Pipe gate = Pipe.open();
        Child child =
            piped("echo out; echo err >&2; echo said >&4; read line <&3; cat; echo rest")
                .fd(3, Redirect.from(gate.reader()))
                .fd(4, Redirect.pipeFromChild())
                .start()) {
      child.reader(4).read(ByteBuffer.allocate(5));
      Throwable late =
          Background.start(kind, () -> child.capture(MUCH, Duration.ofMillis(200))).outcome();
      assertThat(late)
          .isInstanceOfSatisfying(
              DeadlineExceededException.class,
              e -> {
                assertThat(e.received()).isEqualTo("out\n");
                assertThat(e.captured().errorText()).isEqualTo("err\n");
              })
          .hasMessageContaining("it still runs; it goes on");
      gate.writer().write("\n");
      Output output = child.capture(new byte[0], LONG);
      assertThat(output.stdout()).hasSize("out\nrest\n".length() + MUCH.length);
      assertThat(output.text()).startsWith("out\n0123").endsWith("\nrest");
      assertThat(output.inputAccepted()).isEqualTo(MUCH.length);
    }
  }

  @Test
  void anInterruptEndsTheWaitAndLosesNothing() throws Exception {
    try (Child child = start("echo out; cat")) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(child::capture).isInstanceOf(InterruptedException.class);
      assertThat(child.capture().text()).isEqualTo("out");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseFromAnotherThreadEndsIt(ThreadKind kind) throws Exception {
    Child child = piped("echo out; exec sleep 1000").start();
    var capture = Background.parked(kind, child::capture);
    child.close();
    assertThat(capture.outcome()).isInstanceOf(IOException.class);
  }

  @Test
  void aFailureCarriesBothStreamsUnlessItWasDeclaredASuccess() throws Exception {
    String fails = "echo out; echo err >&2; exit 3";
    try (Child child = start(fails)) {
      assertThatThrownBy(child::capture)
          .isInstanceOfSatisfying(
              CommandFailedException.class,
              e -> {
                assertThat(e.status()).isEqualTo(new Exited(3));
                assertThat(e.captured().outputText()).isEqualTo("out\n");
                assertThat(e.errorTail()).isEqualTo("err\n");
              });
    }
    try (Child child = piped(fails).success(3).start()) {
      assertThat(child.capture().status()).isEqualTo(new Exited(3));
    }
  }

  @Test
  @Tag("pitfall-9")
  void aChildThatWritesTooMuchIsStopped() throws Exception {
    try (Child child = start("yes & yes")) {
      assertThatThrownBy(() -> child.capture(new byte[0], LONG, 1000))
          .isInstanceOfSatisfying(
              CaptureLimitException.class,
              e -> assertThat(e.captured().outputText()).startsWith("y\ny\n").hasSize(1000));
      assertThat(child.awaitTree(LONG)).isTrue();
    }
  }

  @Test
  @Tag("pitfall-49")
  void inputThatCannotBeWrittenIsRefused() throws Exception {
    byte[] input = {'x'};
    try (Child child = Scripts.sh("cat").stdout(Redirect.pipe()).start()) {
      assertThatThrownBy(() -> child.capture(input, LONG))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("its standard input is not a pipe to us");
    }
    try (Child child = start("cat")) {
      child.capture();
      assertThatThrownBy(() -> child.capture(input, LONG))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("its input has ended already");
    }
  }

  @Test
  void aChildWithoutPipesToUsIsRefused() throws Exception {
    try (Child child = Command.of("true").start()) {
      assertThatThrownBy(child::capture)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("none of its streams is a pipe to us; start it with piped()");
    }
  }

  private static Command piped(String script) {
    return Scripts.sh(script).piped().stderr(Redirect.pipe());
  }

  private static Child start(String script) throws Exception {
    return piped(script).start();
  }
}
