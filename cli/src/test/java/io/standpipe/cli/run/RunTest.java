package io.standpipe.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import io.standpipe.Output;
import io.standpipe.cli.StandpipeRunner;
import io.standpipe.cli.text.Utf8;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code run} with programs that can be started; {@link RunErrorsTest} has the rest. */
class RunTest {
  private static String[] words(List<String> words) {
    return words.toArray(String[]::new);
  }

  @Test
  void eachProgramsOutputIsTheNextOnesInput() throws Exception {
    StandpipeRunner.run(
            "run", "--", "seq", "1", "100000", "::", "sort", "-rn", "::", "head", "-n", "3")
        .exits(0)
        .prints("100000\n99999\n99998\n")
        .saysNothing();
  }

  @Test
  void theFirstProgramReadsStandardInput() throws Exception {
    StandpipeRunner.run(
            StandpipeRunner.command("run", "--", "cat", "::", "tr", "a-z", "A-Z").input("hallo"))
        .exits(0)
        .prints("HALLO");
  }

  @Test
  void theOptionsEndAtTheFirstProgramWithoutDashesToo() throws Exception {
    StandpipeRunner.run("run", "--timeout", "1h", "printf", "%s|", "--help", "--", "--timeout", "1")
        .exits(0)
        .prints("--help|--|--timeout|1|");
  }

  @Test
  void aWordThatBeginsWithAnAtSignIsAWord() throws Exception {
    StandpipeRunner.run("run", "--", "printf", "%s", "@/etc/passwd")
        .exits(0)
        .prints("@/etc/passwd");
  }

  @Test
  void wordsPassByteForByteInAPlainLocale() throws Exception {
    // U+DCFF stands for the byte 0xff: see Command.ownArguments.
    Command command =
        StandpipeRunner.command("run", "--", "printf", "%s", "é中😀\udcff").env("LC_ALL", "C");
    Output output = command.capture();

    assertThat(output.stdout()).isEqualTo(Utf8.encode("é中😀\udcff"));
  }

  @Test
  void theLocaleThatTheLauncherGaveToJavaIsNotTheProgramsLocale() throws Exception {
    String[] words = {"run", "--", "sh", "-c", "echo ${LC_ALL-unset} ${STANDPIPE_LC_ALL-unset}"};
    Command launched = StandpipeRunner.command(words).env("LC_ALL", "C.UTF-8");

    StandpipeRunner.run(launched.env("STANDPIPE_LC_ALL", "C")).prints("C unset\n");
    StandpipeRunner.run(launched.env("STANDPIPE_LC_ALL", "")).prints("unset unset\n");
  }

  @Test
  void a100000CharacterArgumentPasses() throws Exception {
    String longest = "x".repeat(100_000);

    StandpipeRunner.run("run", "--", "printf", "%s", longest).exits(0).prints(longest);
  }

  @Test
  void twoHundredStagesWork() throws Exception {
    List<String> words = new ArrayList<>(List.of("run", "--", "echo", "through"));
    for (int i = 0; i < 199; i++) {
      Collections.addAll(words, "::", "cat");
    }

    StandpipeRunner.run(words(words)).exits(0).prints("through\n").saysNothing();
  }

  @Test
  @Tag("pitfall-2")
  void aStageThatDiesOfSigpipeBecauseALaterOneHadEnoughHasNotFailed() throws Exception {
    StandpipeRunner.run("run", "--", "yes", "::", "head", "-n", "1")
        .exits(0)
        .prints("y\n")
        .saysNothing();
  }

  @Test
  void theProgramsOwnCodeIsTheCodeAndNothingIsSaid() throws Exception {
    StandpipeRunner.run("run", "--", "sh", "-c", "exit 3").exits(3).saysNothing();
  }

  @Test
  void ofSeveralFailuresTheLastOneCounts() throws Exception {
    StandpipeRunner.run("run", "sh", "-c", "exit 3", "::", "sh", "-c", "exit 4", "::", "cat")
        .exits(4);
  }

  @Test
  @Tag("pitfall-30")
  void exitCode137AndDeathBySigkillAreBoth137AsInAShell() throws Exception {
    StandpipeRunner.run("run", "--", "sh", "-c", "exit 137").exits(137).saysNothing();
    StandpipeRunner.run("run", "--", "sh", "-c", "kill -KILL $$")
        .exits(137)
        .saysOneLine("standpipe: run: sh -c kill -KILL $$: Killed");
  }

  @Test
  void aProgramThatNobodyReadsDiesOfSigpipe() throws IOException, InterruptedException {
    // The shell's own pipe has no reader when yes writes.
    StandpipeRunner.run(StandpipeRunner.inShell("{ \"$@\"; echo $? >&2; } | :", "run", "--", "yes"))
        .prints("")
        .saysOneLine("141");
  }
}
