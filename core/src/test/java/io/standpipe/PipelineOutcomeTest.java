package io.standpipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.ExitStatus.Exited;
import io.standpipe.children.Scripts;
import io.standpipe.testing.EnoughTime;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pipeline tells what every program said and how every one of them failed. */
@Tag("pitfall-44")
class PipelineOutcomeTest {
  private static final Command CAT = Command.of("cat");

  /** Says what it gets, and nothing where its reader goes: SIGPIPE is ignored. */
  private static final String IGNORES_SIGPIPE =
      """
      import signal, sys
      signal.signal(signal.SIGPIPE, signal.SIG_IGN)
      try:
          while True:
              sys.stdout.write("more\\n")
      except BrokenPipeError as e:
          %s
          import os
          os._exit(1)
      """;

  @Test
  void theMessageHasWhatTheFailedProgramSaidThoughItIsNotTheLast() {
    assertThatThrownBy(Command.shell("echo boom >&2; exit 3").pipeTo(CAT)::read)
        .isInstanceOf(CommandFailedException.class)
        .hasMessage(
            "command [\"/bin/sh\", \"-c\", \"echo boom >&2; exit 3\"] (program 1 of 2)"
                + " exited with code 3: boom");
  }

  @Test
  void whatAJavaStageReadsIsKeptOfTheProgramBeforeIt() {
    Pipeline pipeline =
        Command.shell("echo boom >&2; exit 3").pipeTo((in, out) -> in.transferTo(out));
    assertThatThrownBy(pipeline::read).hasMessageEndingWith("exited with code 3: boom");
  }

  @Test
  void ofThreeThatFailedAllAreNamedWithWhatTheySaid() {
    Pipeline pipeline =
        Scripts.sh("echo one >&2; exit 3")
            .pipeTo(Scripts.sh("cat; echo two >&2; kill -9 $$"))
            .pipeTo(Scripts.sh("cat; echo three >&2; exit 5"));
    assertThatThrownBy(pipeline::read)
        .isInstanceOfSatisfying(
            CommandFailedException.class,
            e -> {
              assertThat(e.status()).isEqualTo(new Exited(5));
              assertThat(e)
                  .hasMessageContaining("(program 3 of 3) exited with code 5 (also failed: ")
                  .hasMessageContaining("program 1, [\"/bin/sh\"")
                  .hasMessageContaining("exited with code 3: \"one\"; program 2, ")
                  .hasMessageContaining("was ended by SIGKILL: \"two\")")
                  .hasMessageEndingWith(": three");
              assertThat(e.getSuppressed())
                  .extracting(s -> ((CommandFailedException) s).errorTail())
                  .containsExactly("one\n", "two\n");
            });
  }

  @Test
  void bothProgramsOfALinkThatFailedAreNamed() {
    Link link = Link.between(Scripts.sh("exit 3"), Scripts.sh("exit 4"));
    assertThatThrownBy(link::run)
        .hasMessageContaining("(program 2 of 2) exited with code 4")
        .hasMessageContaining("(also failed: program 1, ")
        .hasMessageContaining("exited with code 3");
  }

  @Test
  void everyJavaStageThatFailedIsThere() {
    Pipeline.Stage one = failing("no ideas");
    Pipeline.Stage two = failing("no time");
    assertThatThrownBy(Pipeline.from(one).pipeTo(CAT).pipeTo(two)::run)
        .hasRootCauseMessage("no ideas")
        .satisfies(e ->
            assertThat(e.getSuppressed())
                .singleElement()
                .satisfies(s -> assertThat(s).hasRootCauseMessage("no time")));
    assertThatThrownBy(Pipeline.from(one).pipeTo(Scripts.sh("exit 7"))::run)
        .hasMessageEndingWith(
            "exited with code 7 (also failed: a Java stage of the pipeline" + " failed: no ideas)");
  }

  @Test
  void captureHasTheStandardErrorAndTheStatusOfEachProgram() throws Exception {
    Output output =
        Scripts.sh("echo one >&2; exit 3")
            .pipeTo(Scripts.sh("cat; echo out"))
            .pipeTo(Scripts.sh("cat; echo three >&2"))
            .anyExit()
            .capture();
    assertThat(output.text()).isEqualTo("out");
    assertThat(output.errorText()).isEqualTo("one\nthree\n");
    assertThat(output.stderrs())
        .extracting(bytes -> new String(bytes, UTF_8))
        .containsExactly("one\n", "", "three\n");
    assertThat(output.statuses()).containsExactly(new Exited(3), new Exited(0), new Exited(0));
    assertThat(output.status()).isEqualTo(new Exited(3));
  }

  @Test
  void theProgramsShareTheLimitForStandardError() throws Exception {
    Command chatty = Scripts.sh("cat; head -c 50000 /dev/zero >&2").stdin(Redirect.nothing());
    Output output =
        Pipeline.of(chatty, Scripts.sh("cat; head -c 50000 /dev/zero >&2"))
            .captureLimit(40_000)
            .capture();
    assertThat(output.stderrs()).extracting(bytes -> bytes.length).containsExactly(20_000, 20_000);
    assertThat(output.isStderrComplete()).isFalse();
  }

  @Test
  void theTimeoutHasWhatAllProgramsSaid() {
    Pipeline pipeline =
        Scripts.sh("echo boom >&2; exit 3")
            .pipeTo(Scripts.sh("cat; echo waiting >&2; exec sleep 1000"));
    var late = EnoughTime.timeout("waiting\n", limit -> pipeline.timeout(limit)::read);
    assertThat(late.captured().errorText()).isEqualTo("boom\nwaiting\n");
  }

  @Test
  @Tag("pitfall-2")
  void aProgramThatFailedBecauseItsReaderHadGoneIsDescribedAsSuch() {
    Command ignores = Scripts.python(IGNORES_SIGPIPE.formatted("print(e, file=sys.stderr)"));
    assertThatThrownBy(ignores.pipeTo(Command.of("head", "-n", "1"))::read)
        .hasMessageContaining(
            "exited with code 1 because its reader, [\"head\", \"-n\", \"1\"], had gone:")
        .hasMessageContaining("Broken pipe");
  }

  @Test
  @Tag("pitfall-2")
  void soIsAShellWhoseProgramDiedOfSigpipeAndOneThatSaysNothingByTheOrderOfTheExits() {
    Command head = Command.of("head", "-n", "1");
    assertThatThrownBy(Scripts.sh("yes; exit $?").pipeTo(head)::read)
        .hasMessageEndingWith(
            "exited with code 141 because its reader, [\"head\", \"-n\", \"1\"], had gone");
    String lingers = "import time; time.sleep(0.2)";
    assertThatThrownBy(Scripts.python(IGNORES_SIGPIPE.formatted(lingers)).pipeTo(head)::read)
        .hasMessageEndingWith(
            "exited with code 1, which may be because its reader, [\"head\", \"-n\", \"1\"], had"
                + " gone before");
  }

  @Test
  @Tag("pitfall-2")
  void aJavaStageThatHadReadEnoughIsSuchAReaderToo() {
    Command ignores = Scripts.python(IGNORES_SIGPIPE.formatted("pass"));
    Pipeline pipeline = ignores.pipeTo((in, out) -> out.write("enough"));
    assertThatThrownBy(pipeline::read)
        .hasMessageEndingWith(
            "exited with code 1, which may be because its reader, a Java stage of the pipeline, had"
                + " gone before");
  }

  @Test
  void aRowOfFailuresIsNamedInPart() {
    List<Command> twenty = Collections.nCopies(20, Scripts.sh("exit 9"));
    assertThatThrownBy(Pipeline.of(twenty)::read)
        .hasMessageContaining("program 16, ")
        .hasMessageContaining("; and 3 more)");
  }

  private static Pipeline.Stage failing(String why) {
    return (in, out) -> {
      throw new IOException(why);
    };
  }
}
