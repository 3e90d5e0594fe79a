package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.ErrnoException;
import io.standpipe.testing.Leaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which file a program's name means, and what is said where it means none. */
class CommandLookupTest {
  @TempDir private Path folder;
  private Path first;
  private Path second;

  @BeforeEach
  void twoFoldersOfPrograms() throws IOException {
    first = Files.createDirectory(folder.resolve("first"));
    second = Files.createDirectory(folder.resolve("second"));
  }

  @Test
  @Tag("pitfall-4")
  void aNameIsLookedUpInThePathThatTheChildWillHave() throws Exception {
    program(second, "tool", "echo second");
    assertThat(inPath("tool").read()).isEqualTo("second");
    program(first, "tool", "echo first");
    assertThat(inPath("tool").read()).isEqualTo("first");
    assertFails(Command.of("tool"), "ENOENT", "there is no tool in PATH (");
  }

  @Test
  void aLongPathIsCountedAndNotPrinted() {
    String path = "/no/such/folder:".repeat(8) + "/none";
    assertFails(
        Command.of("tool").env("PATH", path),
        "ENOENT",
        "there is no tool in PATH (9 folders); check the spelling or install it");
    assertFails(
        Command.of("tool").withoutEnv("PATH"),
        "ENOENT",
        "there is no tool in /bin:/usr/bin, as PATH is not set; check");
  }

  @Test
  @Tag("pitfall-4")
  void aFolderOrAFileThatMayNotBeExecutedIsPassedOverInThePath() throws Exception {
    Files.createDirectory(first.resolve("tool"));
    program(second, "tool", "echo second");
    assertThat(inPath("tool").read()).isEqualTo("second");
    Files.delete(first.resolve("tool"));
    Files.writeString(first.resolve("tool"), "no program");
    assertThat(inPath("tool").read()).isEqualTo("second");
    Files.delete(second.resolve("tool"));
    assertFails(inPath("tool"), "EACCES", first + "/tool may not be executed by this user");
  }

  @Test
  @Tag("pitfall-4")
  void aNameWithASlashIsThatFileAndIsNotLookedUp() throws Exception {
    program(first, "tool", "echo first");
    assertThat(Command.of(first + "/tool").read()).isEqualTo("first");
    assertFails(inPath("./tool"), "ENOENT", "there is no file ./tool");
  }

  @Test
  @Tag("pitfall-4")
  void aPathMeansThatFileAndIsNeverLookedUp() throws Exception {
    assertFails(Command.of(Path.of("true")), "ENOENT", "there is no file ./true");
    Path own = program(Path.of(""), "standpipe-test-" + ProcessHandle.current().pid(), "echo own");
    try {
      assertThat(Command.of(own).read()).isEqualTo("own");
      assertThat(Command.of(own).directory(second).read()).isEqualTo("own");
    } finally {
      Files.delete(own);
    }
  }

  @Test
  @Tag("pitfall-4")
  void aRelativePathStartsAtThisProcessesDirectoryThoughTheChildsDiffers() throws Exception {
    program(first, "tool", "pwd; echo first");
    program(second, "tool", "echo wrong");
    Path own = Path.of("").toAbsolutePath();
    String relative = own.relativize(first.toRealPath()) + "/tool";
    Command command = Command.of(relative).directory(second);
    assertThat(command.read()).isEqualTo(second.toRealPath() + "\nfirst");
    String path = own.relativize(first.toRealPath()) + ":/bin:/usr/bin";
    Command byPath = Command.of("tool").env("PATH", path).directory(second);
    assertThat(byPath.read()).endsWith("\nfirst");
  }

  @Test
  void theProgramIsCalledByTheNameThatWasGiven() throws Exception {
    Command command = Command.of("sh", "-c", "tr '\\0' ' ' </proc/$$/cmdline");
    assertThat(command.read()).startsWith("sh -c ");
  }

  @Test
  @Tag("pitfall-31")
  void aMissingProgramIsAnExceptionAtTheStart() throws Exception {
    Leaks before = Leaks.snapshot();
    Command command = Command.of("no-such-program", "x").piped().input("text");
    for (int i = 0; i < 3; i++) {
      assertFails(
          command,
          "ENOENT",
          "start [\"no-such-program\", \"x\"]: No such file or directory; there");
    }
    assertThat(before.newSince()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/etc/", ".", "/proc/self"})
  void aFolderIsNoProgram(String folder) throws Exception {
    String name = folder.equals(".") ? "./" : folder;
    assertFails(Command.of(name), "EISDIR", name + " is a folder");
  }

  @Test
  void anEmptyNameIsNoProgram() throws Exception {
    assertFails(Command.of(""), "ENOENT", "the program's name is empty");
    assertFails(Command.of("."), "ENOENT", ". is built into the shell");
    assertThatThrownBy(() -> Command.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFileWithoutTheExecuteBitSaysSoAlsoToRoot() throws Exception {
    Path file = Files.writeString(first.resolve("tool"), "#!/bin/sh\n");
    assertFails(Command.of(file), "EACCES", file + " may not be executed by this user; chmod +x");
  }

  @Test
  @Tag("pitfall-21")
  void aScriptWhoseInterpreterIsMissingLeavesNothing() throws Exception {
    Path file = program(first, "tool", "");
    Files.writeString(file, "#!/no/such/interpreter\n");
    Command command = Command.of(file).piped().stderr(Redirect.pipe()).input("x");
    assertFails(command, "ENOENT", file + " is there, but the interpreter in its first line");
  }

  @Test
  @Tag("pitfall-31")
  void aFirstLineFromWindowsIsNamedAsTheReason() throws Exception {
    Path file = program(first, "tool", "");
    Files.writeString(file, "#!/bin/sh\r\necho hi\r\n");
    assertFails(Command.of(file), "ENOENT", "its first line ends with a carriage return");
  }

  @Test
  @Tag("pitfall-31")
  void wordsThatOnlyAShellUnderstandsAreNamedAsTheReason() throws Exception {
    String words = "give the program and each argument as a word of its own";
    assertFails(Command.of("ls -l"), "ENOENT", words);
    assertFails(Command.of("/bin/ls -l"), "ENOENT", words);
    assertFails(Command.of("ls|wc"), "ENOENT", words);
    assertFails(Command.of("export", "A=b"), "ENOENT", "export is built into the shell");
    assertFails(Command.of("A=secret", "env"), "ENOENT", "run env A=… PROGRAM");
  }

  @Test
  @Tag("pitfall-21")
  void aFileThatIsNoProgramIsNotGivenToAShell() throws Exception {
    Path file = program(first, "tool", "");
    Files.writeString(file, "echo from a shell\n");
    assertFails(Command.of(file).piped(), "ENOEXEC", "is not a program and has no #! line");
  }

  @Test
  void aPartOfThePathThatIsNoFolderIsNamed() throws Exception {
    Path file = program(first, "tool", "");
    assertFails(Command.of(file + "/x"), "ENOTDIR", "a part of the path " + file + "/x");
  }

  @Test
  void theDirectoryIsWhereTheChildStarts() throws Exception {
    assertThat(Command.of("pwd").directory(first).read()).isEqualTo(first.toRealPath().toString());
    assertThat(Command.of("pwd").read()).isEqualTo(Path.of("").toRealPath().toString());
  }

  @Test
  @Tag("pitfall-21")
  void aDirectoryThatIsMissingOrNoneIsAnErrorThatNamesIt() throws Exception {
    Path missing = folder.resolve("missing");
    assertFails(Command.of("pwd").directory(missing), "ENOENT", "in directory " + missing);
    Path file = Files.createFile(folder.resolve("file"));
    assertFails(Command.of("pwd").directory(file), "ENOTDIR", "in directory " + file);
  }

  private Command inPath(String name) {
    return Command.of(name).env("PATH", first + ":" + second);
  }

  private static Path program(Path folder, String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void assertFails(Command command, String errno, String message) {
    Leaks before = Leaks.snapshot();
    assertThatThrownBy(command::start)
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errnoName()).isEqualTo(errno))
        .hasMessageContaining(message);
    Leaks.assertNoneSince(before);
  }
}
