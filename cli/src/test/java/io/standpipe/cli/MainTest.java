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
