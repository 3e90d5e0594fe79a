package io.standpipe.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.cli.StandpipeRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run} with programs that cannot be started, and with closed or full descriptors. */
class RunErrorsTest {
  @TempDir Path folder;

  private String script(String name, String text, String permissions) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file.toString();
  }

  @Test
  @Tag("pitfall-31")
  void aMissingProgramIs127() {
    StandpipeRunner.call("run", "--", "no-such-program")
        .exits(127)
        .saysOneLine("start [\"no-such-program\"]: No such file or directory; ", "PATH");
    StandpipeRunner.call("run", "--", "/no/such")
        .exits(127)
        .saysOneLine("/no/such", "No such file");
    StandpipeRunner.call("run", "--", "").exits(127).saysOneLine("the program's name is empty");
  }

  @Test
  @Tag("pitfall-31")
  void aProgramThatExitsWith127SaysNothing() throws Exception {
    StandpipeRunner.run("run", "--", "sh", "-c", "exit 127").exits(127).saysNothing();
  }

  @Test
  @Tag("pitfall-8")
  void aMissingProgramAtTheEndStopsThoseBeforeIt() {
    StandpipeRunner.call("run", "--", "sleep", "1000", "::", "no-such-program").exits(127);

    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aFolderIs126() {
    StandpipeRunner.call("run", "--", folder.toString()).exits(126).saysOneLine("Is a directory");
  }

  @Test
  void aFileWithoutTheExecuteBitIs126() throws IOException {
    String file = script("plain", "#!/bin/sh\n", "rw-r--r--");

    StandpipeRunner.call("run", "--", file)
        .exits(126)
        .saysOneLine(file, "Permission denied; ", "chmod +x");
  }

  @Test
  void aFileThatIsNoProgramIs126() throws IOException {
    String file = script("text", "just text", "rwxr-xr-x");

    StandpipeRunner.call("run", "--", file).exits(126).saysOneLine(file, "Exec format error");
  }

  @Test
  void aMissingInterpreterIs127AndTheLineSaysWhich() throws IOException {
    String file = script("script", "#!/no/such/interpreter\n", "rwxr-xr-x");

    StandpipeRunner.call("run", "--", file)
        .exits(127)
        .saysOneLine(file + " is there, but the interpreter");
  }

  @Test
  void anArgumentThatTheSystemDoesNotTakeIs126() {
    StandpipeRunner.call("run", "--", "true", "x".repeat(200_000))
        .exits(126)
        .saysOneLine("Argument list too long", "(200000 characters)");
  }

  @Test
  void aClosedStandardInputIsClosedForTheProgram() throws Exception {
    var result = StandpipeRunner.run(StandpipeRunner.inShell("\"$@\" <&-", "run", "--", "cat"));

    result.exits(1).prints("");
    assertThat(result.err()).contains("cat: ", "Bad file descriptor");
  }

  @Test
  void aClosedStandardOutputIsClosedForTheProgram() throws Exception {
    var result =
        StandpipeRunner.run(StandpipeRunner.inShell("\"$@\" >&-", "run", "--", "echo", "hi"));

    assertThat(result.code()).isNotZero();
    assertThat(result.err()).contains("echo: write error", "Bad file descriptor");
  }

  @Test
  void aFullDiskIsTheProgramsToReport() throws Exception {
    var result =
        StandpipeRunner.run(
            StandpipeRunner.inShell("\"$@\" >/dev/full", "run", "--", "echo", "hi"));

    result.exits(1);
    assertThat(result.err()).contains("echo: write error: No space left on device");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run --debug", "--debug run"})
  void debugAddsTheStackTrace(String words) {
    var result = StandpipeRunner.call((words + " -- no-such-program").split(" "));

    result.exits(127);
    assertThat(result.err()).contains("ProgramNotFoundException", "\tat io.standpipe.");
  }
}
