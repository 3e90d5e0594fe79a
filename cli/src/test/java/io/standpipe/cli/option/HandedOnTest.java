package io.standpipe.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import io.standpipe.cli.Installed;
import io.standpipe.cli.StandpipeRunner;
import io.standpipe.cli.StandpipeRunner.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command's caller gave, the programs have. */
class HandedOnTest {
  private static final String LISTS = "ls /proc/$$/fd";
  private static final String NOTED = "STANDPIPE_GIVEN";
  private static final int PIPE = 13;

  private static Result inBash(String script, String... words) throws Exception {
    Installed.orSkip("bash");
    Command shell = StandpipeRunner.inShell(script, words);
    return StandpipeRunner.run(
        Command.of("bash").args(shell.words().stream().skip(1).toArray(String[]::new)));
  }

  @Test
  @Tag("pitfall-40")
  void processSubstitutionsOfTheCallersShellCanBeOpened() throws Exception {
    inBash("\"$@\" diff <(seq 3) <(seq 4)", "run", "--")
        .exits(1)
        .prints("3a4\n> 4\n")
        .saysNothing();
  }

  @Test
  @Tag("pitfall-40")
  void everyProgramHasTheCallersDescriptorsAndNoneOfTheJvms() throws Exception {
    String each = LISTS + "; cat";
    StandpipeRunner.run(
            StandpipeRunner.inShell(
                "exec 3</dev/null 7<&3; \"$@\"",
                "run",
                "--",
                "sh",
                "-c",
                each,
                "::",
                "sh",
                "-c",
                each))
        .exits(0)
        .prints("0\n1\n2\n3\n7\n".repeat(2))
        .saysNothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"link", "talk"})
  @Tag("pitfall-40")
  void otherCommandsHandThemOnToo(String command, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("seen");
    String writes = "echo $0 >&7";
    String second = command.equals("link") ? ":: sh -c '" + writes + "' second" : "";
    String script = "\"$@\" sh -c '" + writes + "' first " + second + " 7>>" + file;
    StandpipeRunner.run(StandpipeRunner.inShell(script, command, "--")).exits(0);

    assertThat(Files.readAllLines(file)).contains("first").hasSize(second.isEmpty() ? 1 : 2);
  }

  @Test
  @Tag("pitfall-40")
  void makesJobserverReachesTheMakeBelow(@TempDir Path folder) throws Exception {
    Installed.orSkip("make");
    Files.writeString(folder.resolve("Makefile"), "all:\n\t+@$(RUN) $(MAKE) -f below\n");
    Files.writeString(folder.resolve("below"), "all:\n\t@echo built\n");
    StandpipeRunner.run(
            StandpipeRunner.inShell(
                "cd " + folder + "; exec make -s --no-print-directory -j2 RUN=\"$*\"", "run", "--"))
        .exits(0)
        .prints("built\n")
        .saysNothing();
  }

  @Test
  @Tag("pitfall-39")
  void whatTheCallerIgnoresTheProgramsIgnore() throws Exception {
    String trap = "trap '' HUP INT TERM; exec \"$@\"";
    String[] words = {"run", "--", "grep", "-h", "SigIgn", "/proc/self/status"};

    StandpipeRunner.run(StandpipeRunner.inShell(trap, words))
        .exits(0)
        .prints("SigIgn:\t0000000000004003\n");
  }

  @Test
  @Tag("pitfall-39")
  void onATerminalOfItsOwnAProgramReactsToTheSignalsOfATerminal() throws Exception {
    String trap = "trap '' HUP INT TSTP; exec \"$@\"";
    String[] words = {"talk", "--pty", "--", "grep", "SigIgn", "/proc/self/status"};

    Result result = StandpipeRunner.run(StandpipeRunner.inShell(trap, words)).exits(0);
    assertThat(result.out()).contains("SigIgn:\t0000000000000000");
  }

  /** The JVM has handlers of its own for these. */
  @Test
  @Tag("pitfall-39")
  void whatTheLauncherNotedIsIgnoredThoughTheJvmHasReplacedIt() throws Exception {
    String print = "grep SigIgn /proc/self/status; echo ${" + NOTED + "-unset}";
    String[] words = {"run", "--", "sh", "-c", print};
    long noted = 1L << (PIPE - 1);

    StandpipeRunner.run(StandpipeRunner.command(words).env(NOTED, "%016x".formatted(noted)))
        .exits(0)
        .prints("SigIgn:\t%016x\nunset\n".formatted(noted));
  }

  @Test
  @Tag("pitfall-40")
  void whatTheLauncherNotedIsHandedOnAndNothingElse() throws Exception {
    Command shell =
        StandpipeRunner.inShell(
            "exec 4</dev/null 5</dev/null; exec \"$@\"", "run", "--", "sh", "-c", LISTS);

    StandpipeRunner.run(shell.env(NOTED, "0 5 900")).exits(0).prints("0\n1\n2\n5\n");
  }
}
