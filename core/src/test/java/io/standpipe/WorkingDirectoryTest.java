package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.error.ErrnoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a program starts, what it is told about that, and what a relative path means. */
class WorkingDirectoryTest {
  /** No shell, which would set PWD itself. */
  private static final Command PWD = Command.of("printenv", "PWD");

  @TempDir private Path folder;

  @BeforeEach
  void withoutSymbolicLinks() throws IOException {
    folder = folder.toRealPath();
  }

  @Test
  void aProgramIsToldWhereItStarts() throws Exception {
    assertThat(PWD.directory(folder).read()).isEqualTo(folder.toString());
    assertThat(PWD.directory(Path.of("/")).read()).isEqualTo("/");
    assertThat(PWD.directory(folder.resolve(".")).read()).isEqualTo(folder.toString());
  }

  @Test
  void theNameOfARelativeDirectoryIsMadeAbsolute() throws Exception {
    Path own = Path.of("").toAbsolutePath();
    assertThat(PWD.directory(Path.of(".")).read()).isEqualTo(own.toRealPath().toString());
    assertThat(PWD.directory(own.relativize(folder)).read()).isEqualTo(folder.toString());
  }

  /** As a shell's cd does, and not as realpath(1). */
  @Test
  void aSymbolicLinkKeepsItsName() throws Exception {
    Path inner = Files.createDirectories(folder.resolve("real/inner"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), inner);
    assertThat(PWD.directory(link).read()).isEqualTo(link.toString());
    assertThat(PWD.directory(link.resolve("..")).read()).isEqualTo(inner.getParent().toString());
    assertThat(Command.of("pwd").directory(link.resolve("..")).read())
        .isEqualTo(inner.getParent().toString());
  }

  @Test
  void whatACallerSaysOfPwdHolds() throws Exception {
    Command there = PWD.directory(folder);
    assertThat(there.env("PWD", "mine").read()).isEqualTo("mine");
    assertThat(PWD.env("PWD", "mine").directory(folder).read()).isEqualTo("mine");
    assertThat(there.withoutEnv("PWD").success(1).read()).isEmpty();
    assertThat(Command.of("/usr/bin/env").directory(folder).emptyEnv().read()).isEmpty();
  }

  /** A shell on the way would set PWD itself. */
  @Test
  void itHoldsForAProgramThatIsStartedThroughAnother() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    for (Command there : List.of(PWD.contained(), PWD.ignoring(Signal.PIPE), PWD.tied())) {
      assertThat(there.directory(link).read()).isEqualTo(link.toString());
      assertThat(there.directory(link).env("PWD", "mine").read()).isEqualTo("mine");
      assertThat(there.directory(link).withoutEnv("PWD").success(1).read()).isEmpty();
    }
  }

  @Test
  void withoutADirectoryPwdIsWhatThisProcessHas() throws Exception {
    String own = System.getenv("PWD");
    assertThat(PWD.success(0, 1).read()).isEqualTo(own == null ? "" : own);
  }

  @Test
  @Tag("pitfall-52")
  void aRelativePathInADirectoryThatWasDeletedIsAnError() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Path tool = Files.writeString(folder.resolve("tool"), "#!/bin/sh\necho wrong\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    String said = Command.self(Deleting.class).directory(gone).read();
    String deleted =
        "No such file or directory; this process's working directory has been deleted, so the"
            + " relative path ";
    assertThat(said.lines())
        .containsExactly(
            "start [\"../tool\"]: " + deleted + "../tool means nothing; use an absolute one",
            "start [\"tool\"]: " + deleted + "../tool means nothing; use an absolute one",
            "start [\"true\"] in directory ..: "
                + deleted
                + ".. means nothing; use an absolute one",
            "open x for true: No such file or directory; this process's working directory has been"
                + " deleted",
            "absolute paths work");
  }

  /** Deletes its own directory, and prints what it can still start there. */
  static final class Deleting {
    public static void main(String[] arguments) throws Exception {
      Files.delete(Path.of("").toAbsolutePath());
      print(Command.of("../tool"));
      print(Command.of("tool").env("PATH", ".:..:/bin:/usr/bin"));
      print(Command.of("true").directory(Path.of("..")));
      print(Command.of("true").stdin(Redirect.from(Path.of("x"))));
      Command.of("true").env("PATH", ".:/bin:/usr/bin").run();
      Command.of("true").directory(Path.of("/")).run();
      System.out.println("absolute paths work");
    }

    private static void print(Command command) throws InterruptedException {
      try {
        System.out.println("it wrote " + command.read());
      } catch (ErrnoException e) {
        System.out.println(e.getMessage());
      } catch (IOException e) {
        System.out.println(e);
      }
    }
  }
}
