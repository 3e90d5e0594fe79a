package io.standpipe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Output;
import io.standpipe.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  @TempDir Path folder;

  @Test
  void theHelpEndsQuietlyWhenNobodyReadsIt() throws Exception {
    Command helpAfterALine = StandpipeRunner.inShell("read line; exec \"$@\"", "--help");
    try (Child child = helpAfterALine.piped().stderr(Redirect.pipe()).start()) {
      child.stdout().close();
      child.stdin().write("\n");

      assertThat(child.stderr().readAllBytes()).isEmpty();
      assertThat(child.await(LIMIT)).contains(new ExitStatus.Exited(141));
    }
  }

  @Test
  void aFullDiskUnderTheHelpIs125() throws Exception {
    StandpipeRunner.run(StandpipeRunner.inShell("\"$@\" >/dev/full", "--help"))
        .exits(125)
        .saysOneLine("standard output", "No space left on device");
  }

  @Test
  void errorsAreInUtf8InAPlainLocale() throws Exception {
    Command command = StandpipeRunner.command("run", "--", "é").env("LC_ALL", "C");

    StandpipeRunner.run(command).exits(127).saysOneLine("there is no é in PATH");
  }

  @Test
  void bashTakesTheCompletionScript() throws Exception {
    Path script = folder.resolve("completion");
    Files.writeString(script, StandpipeRunner.call("completion").exits(0).saysNothing().out());

    String shows =
        Command.of("bash", "-c", ". \"$0\"; complete -p standpipe", script.toString()).read();

    assertThat(shows).endsWith(" standpipe");
    assertThat(script).content().contains("run", "link", "fifo", "--transcript", "--follow");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "worker --del            | --delivery",
        "worker --delivery ''    | exactly-once at-least-once",
        "worker --framing n      | nul netstring ndjson",
        "worker --answers ''     | one until= counted key= run",
        "worker --emit k         | keyless key=",
        "worker --tombstones ''  | pass skip",
        "worker --restarts u     | unlimited",
        "worker --buffering s    | stdbuf switch",
        "fifo serve --answers c  | counted",
        "fifo serve --framing l  | lines length4",
        "fifo br                 | bridge",
        "fifo bridge --at        | --at-once",
      })
  void bashCompletesOptionsAndTheirValues(String words, String completions) throws Exception {
    Path script = folder.resolve("completion");
    Files.writeString(script, StandpipeRunner.call("completion").exits(0).out());
    String asked =
        """
        . "$0"
        compopt() { :; } # only while bash itself completes
        eval "COMP_WORDS=(standpipe $1)"
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        COMP_LINE="${COMP_WORDS[*]}"
        COMP_POINT=${#COMP_LINE}
        _complete_standpipe
        echo "${COMPREPLY[@]}"
        """;

    assertThat(Command.of("bash", "-c", asked, script.toString(), words).read())
        .isEqualTo(completions);
  }

  @Test
  void theTrainingRunDoesItsWorkAndLeavesNothing() throws Exception {
    Output output =
        Command.self(TrainingRun.class)
            .input("not to be read")
            .env("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + folder)
            .anyExit()
            .capture();

    assertThat(output.errorText().lines().filter(line -> !line.startsWith("Picked up"))).isEmpty();
    assertThat(output.stdout()).isEmpty();
    assertThat(output.status().isZero()).isTrue();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
