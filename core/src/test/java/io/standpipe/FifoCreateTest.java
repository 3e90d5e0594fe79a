package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.standpipe.children.Scripts;
import io.standpipe.error.ErrnoException;
import io.standpipe.fifo.FifoServer;
import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Platform;
import io.standpipe.testing.Background;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Making and removing fifos: nothing else is ever used or removed in their place. */
@Tag("blocking")
class FifoCreateTest {
  @TempDir private Path folder;

  /** Creates a fifo for each permission string, {@code -} for the default. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      for (int i = 1; i < arguments.length; i++) {
        Path path = Path.of(arguments[0]).resolve("fifo" + i);
        if (arguments[i].equals("-")) {
          Fifo.create(path);
        } else {
          Fifo.create(path, PosixFilePermissions.fromString(arguments[i]));
        }
      }
    }
  }

  private static int mode(Path path) {
    return Platform.posix().fileMode(path.toString());
  }

  @Test
  @Tag("pitfall-34")
  void aNewFifoIsForThisUserAlone() throws IOException {
    Path path = folder.resolve("fifo");
    Fifo fifo = Fifo.create(path);
    assertThat(fifo.path()).isEqualTo(path);
    assertThat(mode(path)).isEqualTo(Constants.S_IFIFO | 0600);
    assertThat(fifo).hasToString("fifo " + path);
  }

  @Test
  @Tag("pitfall-34")
  void thePermissionsAreExactWhateverTheUmask() throws Exception {
    for (String umask : new String[] {"000", "077", "777"}) {
      Path here = Files.createDirectory(folder.resolve(umask));
      var words =
          Command.self(Program.class, here.toString(), "-", "rw-------", "rw-rw-rw-", "r--r-----")
              .words();
      Scripts.sh("umask " + umask + "; exec \"$@\"", words.toArray(String[]::new)).run();
      assertThat(mode(here.resolve("fifo1"))).isEqualTo(Constants.S_IFIFO | 0600);
      assertThat(mode(here.resolve("fifo2"))).isEqualTo(Constants.S_IFIFO | 0600);
      assertThat(mode(here.resolve("fifo3"))).isEqualTo(Constants.S_IFIFO | 0666);
      assertThat(mode(here.resolve("fifo4"))).isEqualTo(Constants.S_IFIFO | 0440);
    }
  }

  @Test
  void whatIsThereIsNotReplaced() throws IOException {
    Path path = folder.resolve("fifo");
    Fifo.create(path);
    assertThatThrownBy(() -> Fifo.create(path))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errnoName()).isEqualTo("EEXIST"))
        .hasMessage(
            "create fifo "
                + path
                + ": File exists; there is a fifo at this path; use it, or delete it first");
  }

  @Test
  void aMissingFolderIsNamed() {
    Path path = folder.resolve("missing").resolve("fifo");
    assertThatThrownBy(() -> Fifo.create(path))
        .hasMessage(
            "create fifo %s: No such file or directory; create the folder %s first"
                .formatted(path, path.getParent()));
  }

  @Test
  void aFolderWhereNoFifoCanBeMadeIsNamed() {
    assertThatThrownBy(() -> Fifo.create(Path.of("/proc/fifo")))
        .hasMessageStartingWith(
            "create fifo /proc/fifo: No such file or directory; no fifo can be made in /proc;"
                + " choose another folder");
    assertThatThrownBy(() -> Fifo.create(Path.of("/dev/null/fifo")))
        .hasMessageEndingWith("Not a directory; a part of the path is not a folder");
  }

  @Test
  void anEmptyPathIsSaidToBeEmpty() {
    Fifo fifo = Fifo.at(Path.of(""));
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> Fifo.create(Path.of("")), fifo::openReader, fifo::openWriter, fifo::delete)) {
      assertThatThrownBy(call)
          .hasMessageEndingWith(
              "No such file or directory; the path is empty; say where the fifo is to be");
    }
  }

  @Test
  void oneThatWasDeletedIsNotThereAndTheErrorSaysHowToMakeIt() throws Exception {
    Fifo fifo = Fifo.create(folder.resolve("fifo"));
    fifo.delete();
    assertThatThrownBy(fifo::openReader)
        .hasMessageEndingWith(
            "there is nothing at this path; create it first, by Fifo.create(…) or mkfifo(1)");
  }

  @Test
  void aFolderThatMayNotBeWrittenToIsNamed() throws IOException {
    assumeFalse(System.getProperty("user.name").equals("root"), "root may write anywhere");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
    Path path = closed.resolve("fifo");
    assertThatThrownBy(() -> Fifo.create(path))
        .hasMessage(
            "create fifo %s: Permission denied; this user may not write to %s"
                .formatted(path, closed));
  }

  @Test
  void whoComesFirstCreatesItAndTheOthersUseIt() throws Exception {
    Leaks before = Leaks.snapshot();
    for (int round = 0; round < 100; round++) {
      Path path = folder.resolve("fifo" + round);
      List<Background<Fifo>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        ThreadKind kind = i % 2 == 0 ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL;
        all.add(Background.start(kind, () -> Fifo.createIfAbsent(path)));
      }
      all.forEach(each -> assertThat(each.value().path()).isEqualTo(path));
      assertThat(mode(path)).isEqualTo(Constants.S_IFIFO | 0600);
    }
    Leaks.assertNoneSince(before);
  }

  /** The other process makes the same fifos at the same time, in the same order. */
  @Test
  void twoProcessesMayCreateTheSameOneAtTheSameTime() throws Exception {
    Command other =
        Scripts.python(
            """
            import os, sys
            print("ready")
            sys.stdin.readline()
            for i in range(500):
                try:
                    os.mkfifo(f"{sys.argv[1]}/fifo{i}", 0o600)
                except FileExistsError:
                    pass
            """,
            folder.toString());
    try (Child child = other.piped().start()) {
      child.stdout().read(ByteBuffer.allocate(10));
      child.stdin().write("go\n");
      for (int i = 0; i < 500; i++) {
        assertThat(Fifo.createIfAbsent(folder.resolve("fifo" + i)).path()).exists();
      }
      assertThat(child.await()).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  @Test
  @Tag("pitfall-34")
  void anythingElseAtThePathIsRefused() throws IOException {
    Path target = folder.resolve("fifo");
    Fifo.create(target);
    Path file = Files.writeString(folder.resolve("file"), "spam");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    Path nowhere = Files.createSymbolicLink(folder.resolve("nowhere"), folder.resolve("missing"));
    Leaks before = Leaks.snapshot();
    for (Path path : List.of(file, link, nowhere, folder)) {
      assertThatThrownBy(() -> Fifo.createIfAbsent(path))
          .hasMessage(
              "use fifo %s: Invalid argument; there is a file of another kind at this path, not"
                      .formatted(path)
                  + " a fifo");
    }
    assertThat(file).hasContent("spam");
    Leaks.assertNoneSince(before);
  }

  @Test
  @Tag("pitfall-34")
  void anotherUsersFifoIsNotTakenForOnesOwn() throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a file away");
    Path path = folder.resolve("fifo");
    Fifo.create(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(Fifo.createIfAbsent(path).path()).isEqualTo(path);
    Files.setAttribute(path, "unix:uid", 1);
    Leaks before = Leaks.snapshot();
    assertThatThrownBy(() -> Fifo.createIfAbsent(path))
        .hasMessageStartingWith("use fifo " + path)
        .hasMessageContaining("it belongs to user 1 and has mode 666");
    assertThatThrownBy(() -> FifoServer.start(path, request -> request))
        .hasMessageContaining("it belongs to user 1");
    Leaks.assertNoneSince(before);
    assertThat(folder.resolve("fifo.replies")).doesNotExist();
  }

  /** Another process puts its own fifo there right after ours was made, before it is looked at. */
  @Test
  @Tag("pitfall-34")
  void anotherUsersFifoThatTakesThePlaceOfANewOneIsNeitherChangedNorRemoved() throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a file away");
    Path path = folder.resolve("fifo");
    Path theirs = folder.resolve("theirs");
    Fifo.create(theirs, PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.setAttribute(theirs, "unix:uid", 1);
    var kernel = new FaultyPosix();
    kernel.next("open", Fault.before(() -> move(theirs, path)));
    assertThatThrownBy(() -> Fifo.createIfAbsent(kernel.posix(), path))
        .hasMessageContaining("belongs to user 1");
    assertThat(mode(path)).isEqualTo(Constants.S_IFIFO | 0666);
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Tag("pitfall-34")
  void aFileThatTakesThePlaceOfTheFifoWhileItIsDeletedStays() throws IOException {
    Path path = folder.resolve("fifo");
    Path precious = Files.writeString(folder.resolve("precious"), "spam");
    Fifo.create(path);
    var kernel = new FaultyPosix();
    kernel.next("fileMode", Fault.before(() -> move(precious, path)));
    Leaks before = Leaks.snapshot();
    assertThatThrownBy(() -> Fifo.at(kernel.posix(), path).delete())
        .hasMessageStartingWith("delete fifo " + path + ": No such file or directory");
    assertThat(path).hasContent("spam");
    Leaks.assertNoneSince(before);
  }

  @Test
  void onlyAFifoIsDeleted() throws IOException {
    Path path = folder.resolve("fifo");
    Fifo fifo = Fifo.create(path);
    Path file = Files.createFile(folder.resolve("file"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), path);
    Leaks before = Leaks.snapshot();
    assertThatThrownBy(() -> Fifo.at(file).delete()).hasMessageContaining("not a fifo");
    assertThatThrownBy(() -> Fifo.at(link).delete()).hasMessageContaining("not a fifo");
    assertThatThrownBy(() -> Fifo.at(folder).delete()).hasMessageContaining("not a fifo");
    assertThat(file).exists();
    assertThat(link).isSymbolicLink();
    fifo.delete();
    assertThat(path).doesNotExist();
    assertThatThrownBy(fifo::delete)
        .hasMessage(
            "delete fifo %s: No such file or directory; there is nothing at this path"
                .formatted(path));
    Leaks.assertNoneSince(before);
  }
}
