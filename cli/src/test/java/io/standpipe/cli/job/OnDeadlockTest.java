package io.standpipe.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.ExitStatus;
import io.standpipe.Redirect;
import io.standpipe.cli.StandpipeRunner;
import io.standpipe.cli.StandpipeRunner.Result;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --on-deadlock}, with programs that wait for each other for ever. */
@Tag("doctor")
@Tag("slow")
class OnDeadlockTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  @Test
  void aLinkOfTwoThatListenIsReportedAndStopped() throws Exception {
    Result result = StandpipeRunner.run("link", "--", "cat", "::", "cat").exits(35);
    assertThat(result.err())
        .startsWith("standpipe: error: deadlock, proved: 2 processes wait for each other")
        .containsPattern("\\d+ \\(cat\\) reads descriptor 0, pipe:\\[\\d+], empty: it waits for")
        .contains("→ Flush each message")
        .endsWith("standpipe: link: a deadlock was found; stopped\n");
  }

  /** All bytes pass through standpipe, so the doctor must see through its relays. */
  @Test
  void soIsOneWithATranscript() throws Exception {
    Result result = StandpipeRunner.run("link", "--transcript", "--", "cat", "::", "cat").exits(35);
    assertThat(result.err())
        .contains("error: deadlock, proved: 4 processes wait for each other")
        .containsPattern(
            "this process \\(which passes on what child \\d+ says\\) reads descriptor \\d+");
  }

  @Test
  void aRunInWhichARingIsFound() throws Exception {
    String script =
        """
        import os
        r, w = os.pipe()
        r2, w2 = os.pipe()
        if os.fork():
            os.close(r), os.close(w2)
            os.read(r2, 1)
        os.close(w), os.close(r2)
        os.read(r, 1)
        """;
    Result result =
        StandpipeRunner.run("run", "--", "python3", "-I", "-c", script, "::", "cat").exits(35);
    assertThat(result.err()).contains("deadlock, proved", "python3").contains("behind them wait");
  }

  @ParameterizedTest
  @ValueSource(strings = {"report", "ignore"})
  void orItGoesOn(String what) throws Exception {
    String[] words = {"link", "--on-deadlock", what, "--timeout", "5s", "--", "cat", "::", "cat"};
    Result result = StandpipeRunner.run(words).exits(124);
    assertThat(result.err().lines().filter(line -> line.contains("deadlock, proved")).count())
        .isEqualTo(what.equals("report") ? 1 : 0);
    // The stop at the limit does not wait for the doctor.
    assertThat(result.err())
        .containsPattern("and 1 more; stopped(; the doctor had not finished looking by then)?\n$");
  }

  @Test
  void anotherWordIsAMistake() {
    StandpipeRunner.call("run", "--on-deadlock", "panic", "--", "true")
        .exits(2)
        .saysOneLine("\"panic\" is not one of fail, report, ignore");
  }

  /** Slow programs, idle ones, and ones that wait for a user are not in a deadlock. */
  @Test
  @Tag("slow")
  void whoIsOnlySlowIsLeftAlone() throws Exception {
    String asks = "sleep 3; echo question; read answer; sleep 2; test \"$answer\" = yes";
    String answers = "read question; echo yes";
    StandpipeRunner.run("link", "--transcript", "--", "sh", "-c", asks, "::", "sh", "-c", answers)
        .exits(0);
    StandpipeRunner.run("run", "--", "sh", "-c", "sleep 4; echo x", "::", "cat")
        .exits(0)
        .prints("x\n");
  }

  @Test
  void whoWaitsForOurInputIsLeftAlone() throws Exception {
    try (Child child =
        StandpipeRunner.command("run", "--", "cat", "::", "cat")
            .stdin(Redirect.pipe())
            .stdout(Redirect.pipe())
            .stderr(Redirect.pipe())
            .start()) {
      assertThat(child.await(Duration.ofSeconds(4))).isEmpty();
      child.stdin().write("late\n");
      child.stdin().close();
      var out = new InputStreamReader(child.stdout().inputStream(), StandardCharsets.UTF_8);
      assertThat(new BufferedReader(out).readLine()).isEqualTo("late");
      assertThat(child.await(LIMIT)).contains(new ExitStatus.Exited(0));
      assertThat(child.stderr().readAllBytes()).isEmpty();
    }
  }
}
