package io.standpipe.cli.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Doctor;
import io.standpipe.ExitStatus;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.cli.StandpipeRunner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No process that standpipe started outlives a timeout, or standpipe's own end by a signal. */
class StoppingTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  /** A program and its child, which both print their pid and would keep running. */
  private static final String STAYING = "echo $$; sh -c 'echo $$; while :; do sleep 1000; done'; :";

  private static final String STUBBORN = "trap '' TERM; " + STAYING;

  /** A zombie counts as gone, because the process that adopted it must reap it. */
  private static void assertGone(String pid) {
    assertThat(Doctor.snapshot().process(Long.parseLong(pid)).filter(p -> !p.zombie())).isEmpty();
  }

  @Test
  @Tag("slow")
  @Tag("pitfall-6")
  @Tag("pitfall-9")
  void atTheTimeoutEverythingIsStoppedGrandchildrenToo() throws Exception {
    var result =
        StandpipeRunner.run("run", "--timeout", "2s", "--grace", "1s", "--", "sh", "-c", STUBBORN);

    result.exits(124).saysOneLine("run timed out after 2s: child ", " still ran; stopped");
    assertThat(result.out().lines()).hasSize(2).allSatisfy(StoppingTest::assertGone);
  }

  /** The program's clock starts after the command's, so it sees less than the limit. */
  @Test
  @Tag("alone")
  @Tag("pitfall-47")
  void theProgramHearsSigtermAtTheLimit() throws Exception {
    String tells =
        """
        import os, signal, time
        start = time.monotonic()
        def told(*_):
            os.write(1, b"%d" % ((time.monotonic() - start) * 1000))
            os._exit(0)
        signal.signal(signal.SIGTERM, told)
        while True:
            signal.pause()
        """;
    var result = StandpipeRunner.run("run", "--timeout", "1s", "--", "python3", "-Ic", tells);
    result.exits(124).saysOneLine("run timed out after 1s: child ", " still ran; stopped");
    assertThat(Integer.parseInt(result.out())).isBetween(0, 1100);
  }

  @Test
  @Tag("pitfall-60")
  void whatAProgramLeftInTheBackgroundGoesOnAfterANormalEnd() throws Exception {
    String script = "sleep 1000 <&- >&- 2>&- & echo $!";
    var result = StandpipeRunner.run("run", "--", "sh", "-c", script).exits(0);

    long left = Long.parseLong(result.out().strip());
    assertThat(Doctor.snapshot().process(left).filter(p -> !p.zombie())).isPresent();
    ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void atTheTimeoutOfALinkBothAreStopped() throws Exception {
    StandpipeRunner.run("link", "--timeout", "1s", "--", "cat", "::", "cat")
        .exits(124)
        .saysOneLine("link timed out after 1s: child ", "(cat) still ran, and 1 more; stopped; ");
  }

  /** The doctor begins two seconds before the limit and is ready at it, even on a busy machine. */
  @Test
  @Tag("alone")
  @Tag("slow")
  void atTheTimeoutItIsSaidWhyTheProgramsWaited() throws Exception {
    String leaves = "sleep 1000 & exit 0";
    StandpipeRunner.run("run", "--timeout", "4s", "--", "sh", "-c", leaves, "::", "cat")
        .exits(124)
        .saysOneLine(
            "run timed out after 4s: child ",
            "(cat) still ran; stopped; before that: ",
            "a process that was left behind in the background holds the write end");
  }

  @Test
  void theTimeoutHoldsThoughStandardErrorIsFull() throws Exception {
    String[] words = {"link", "--timeout", "1s", "--transcript", "--", "yes", "::", "cat"};
    try (Child child = StandpipeRunner.command(words).stderr(Redirect.pipe()).start()) {
      // Standard error is not read, so the transcript soon waits for room.
      assertThat(child.await(LIMIT)).contains(new ExitStatus.Exited(124));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 2})
  @Tag("pitfall-10")
  void toldToEndItStopsEverythingFirst(int signal) throws Exception {
    Command command = StandpipeRunner.command("run", "--", "sh", "-c", STAYING);
    // A process that wrongly stays must not hold the streams of the test run.
    try (Child child = command.stdout(Redirect.pipe()).stderr(Redirect.nothing()).start();
        var lines = lines(child)) {
      String program = lines.readLine();
      String itsChild = lines.readLine();

      child.signal(new Signal(signal));

      assertThat(child.await(LIMIT)).contains(new ExitStatus.Signaled(new Signal(signal), false));
      assertGone(program);
      assertGone(itsChild);
    }
  }

  @Test
  void whatAProgramLeavesBehindWhenItEndsByItselfIsLeftAlone() throws Exception {
    Command command =
        StandpipeRunner.command("run", "--", "sh", "-c", "sleep 1000 >/dev/null 2>&1 & echo $!");
    try (Child child = command.stdout(Redirect.pipe()).start();
        var lines = lines(child)) {
      long pid = Long.parseLong(lines.readLine());

      assertThat(child.await(LIMIT)).contains(new ExitStatus.Exited(0));
      ProcessHandle left = ProcessHandle.of(pid).orElseThrow();
      assertThat(left.isAlive()).isTrue();
      left.destroyForcibly();
    }
  }

  private static BufferedReader lines(Child child) throws IOException {
    return new BufferedReader(new InputStreamReader(child.stdout().inputStream(), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "link"})
  void killedItTakesTheProgramsThatAreTiedToIt(String verb) throws Exception {
    // The second program starts after the first is tied.
    String[] words = {
      verb, "--tied", "--", "sh", "-c", "exec >&2; " + STAYING, "::", "sh", "-c", "echo >&2; cat"
    };
    Command command = StandpipeRunner.command(words).stderr(Redirect.pipe());
    try (Child child = command.start();
        var lines =
            new BufferedReader(new InputStreamReader(child.stderr().inputStream(), UTF_8))) {
      for (int i = 0; i < 3; i++) {
        assertThat(lines.readLine()).matches("\\d*");
      }

      child.signal(Signal.KILL);

      // The stream ends when the last of them has ended.
      assertThat(lines.readLine()).isNull();
    }
  }
}
