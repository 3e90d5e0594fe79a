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
        .saysOneLine(
            file
                + " is there, but the interpreter in its first line, /no/such/interpreter, is not");
  }

  @Test
  @Tag("pitfall-31")
  void whatOnlyAShellUnderstandsIs127WithAHint() {
    StandpipeRunner.call("run", "--", "seq 1 | sort").exits(127).saysOneLine("a word of its own");
    StandpipeRunner.call("run", "--", "cd", "/").exits(127).saysOneLine("built into the shell");
    StandpipeRunner.call("run", "--", "A=b", "env")
        .exits(127)
        .saysOneLine("sets a variable in a shell, but is no program; run env A=… PROGRAM");
  }

  /** Shells say so of one program's signal, and of no exit code. */
  @Test
  void aSignalThatEndedTheProgramIsToldInTheShellsWords() throws Exception {
    StandpipeRunner.run("run", "--", "sh", "-c", "ulimit -c 0; kill -SEGV $$")
        .exits(139)
        .saysOneLine("standpipe: run: sh -c ulimit -c 0; kill -SEGV $$: Segmentation fault");
    StandpipeRunner.run("run", "--", "sh", "-c", "kill -INT $$").exits(130).saysNothing();
    StandpipeRunner.run("run", "--", "sh", "-c", "exit 3").exits(3).saysNothing();
  }

  @Test
  @Tag("pitfall-1")
  void ofSeveralProgramsEachThatFailedIsTold() throws Exception {
    var result =
        StandpipeRunner.run(
            "run", "--", "yes", "::", "sh", "-c", "exit 3", "::", "sh", "-c", "exit 4");

    // yes dies of SIGPIPE, because its reader has gone.
    assertThat(result.exits(4).err().lines())
        .containsExactly(
            "standpipe: run: program 2 of 3, sh -c exit 3: exit status 3",
            "standpipe: run: program 3 of 3, sh -c exit 4: exit status 4");
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
