package io.standpipe.cli.fifo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.standpipe.Fifo;
import io.standpipe.cli.StandpipeRunner;
import io.standpipe.fifo.FifoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating and removing fifos, and paths that cannot be opened as a fifo. */
class FifoCommandsTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("fifo");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  @Tag("pitfall-34")
  void aFifoIsForItsOwnerAlone() throws Exception {
    StandpipeRunner.call("fifo", "create", path.toString()).exits(0).prints("").saysNothing();

    assertThat(permissions(path)).isEqualTo("rw-------");
    assertThat((Integer) Files.getAttribute(path, "unix:mode") & 0170000).isEqualTo(0010000);
  }

  @Test
  void theModeHoldsWhateverTheUmask() throws Exception {
    String[] words = {"fifo", "create", "--mode", "622", path.toString()};
    StandpipeRunner.run(StandpipeRunner.inShell("umask 077; \"$@\"", words)).exits(0).saysNothing();

    assertThat(permissions(path)).isEqualTo("rw--w--w-");
  }

  @Test
  void createRefusesWhatIsThereAndAMissingFolder() throws Exception {
    Files.createFile(path);

    StandpipeRunner.call("fifo", "create", path.toString())
        .exits(125)
        .saysOneLine("create fifo " + path + ": File exists; ");
    StandpipeRunner.call("fifo", "create", "/no/such/fifo")
        .exits(125)
        .saysOneLine("create fifo /no/such/fifo: No such file or directory; ");
  }

  /** To delete what is there would be bad advice. */
  @Test
  void whatIsThereAlreadyIsNamedAndNotToBeDeletedUnlessItIsAFifo() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    create(file).saysOneLine("File exists; there is a file at this path; give another path");
    create(folder).saysOneLine("there is a folder at this path; give a path in it");
    create(link).saysOneLine("there is a symbolic link at this path; give another path");
    create(Path.of("/dev/null")).saysOneLine("there is a file of another kind at this path");
    Fifo.create(path);
    create(path).saysOneLine("there is a fifo at this path; use it, or delete it first");
  }

  private static StandpipeRunner.Result create(Path there) {
    return StandpipeRunner.call("fifo", "create", there.toString()).exits(125);
  }

  @Test
  void rmRemovesAFifoAndNothingElse() throws Exception {
    Fifo.create(path);
    Path file = Files.createFile(folder.resolve("file"));

    StandpipeRunner.call("fifo", "rm", path.toString()).exits(0).prints("").saysNothing();
    StandpipeRunner.call("fifo", "rm", file.toString())
        .exits(125)
        .saysOneLine(file.toString(), "fifo");
    StandpipeRunner.call("fifo", "rm", path.toString()).exits(125).saysOneLine("No such file");

    assertThat(path).doesNotExist();
    assertThat(file).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "write"})
  @Tag("pitfall-34")
  void whatIsNoFifoIsRefused(String verb) throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Fifo.create(path);
    Path link = Files.createSymbolicLink(folder.resolve("link"), path);

    StandpipeRunner.call("fifo", verb, file.toString(), "--timeout", "9s")
        .exits(125)
        .saysOneLine("fifo " + file, "there is a file of another kind at this path, not a fifo");
    StandpipeRunner.call("fifo", verb, folder.toString(), "--timeout", "9s")
        .exits(125)
        .saysOneLine("fifo " + folder);
    StandpipeRunner.call("fifo", verb, link.toString(), "--timeout", "9s")
        .exits(125)
        .saysOneLine("fifo " + link, "it is a symbolic link");
    StandpipeRunner.call("fifo", verb, "/no/such/fifo", "--timeout", "9s")
        .exits(125)
        .saysOneLine("fifo /no/such/fifo", "No such file or directory; ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "write"})
  void aFifoThatThisUserMayNotOpenIsRefused(String verb) throws Exception {
    assumeFalse("root".equals(System.getProperty("user.name")), "nothing is closed to root");
    Fifo.create(path, PosixFilePermissions.fromString("---------"));

    StandpipeRunner.call("fifo", verb, path.toString(), "--timeout", "9s")
        .exits(125)
        .saysOneLine("fifo " + path, "Permission denied; its permissions do not let this user in");
  }

  @Test
  void rmGoesOnAfterOneThatCannotBeRemoved() throws Exception {
    Fifo.create(path);
    Path file = Files.createFile(folder.resolve("file"));

    var result = StandpipeRunner.call("fifo", "rm", "/no/such", path.toString(), file.toString());

    result.exits(125).prints("");
    assertThat(result.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("standpipe: ").contains("/no/such: No such file"),
            line -> assertThat(line).startsWith("standpipe: ").contains(file.toString()));
    assertThat(path).doesNotExist();
    assertThat(file).exists();
  }

  @Test
  void rmRemovesWhatAServerHasLeftButNotUnderOneThatIsThere() throws Exception {
    try (FifoServer server = FifoServer.start(path, request -> request)) {
      StandpipeRunner.call("fifo", "rm", path.toString())
          .exits(125)
          .saysOneLine(
              server.toString().substring("server at ".length()), "another server uses it");
    }
    assertThat(replies()).isDirectory();

    StandpipeRunner.call("fifo", "rm", path.toString()).exits(0).saysNothing();

    assertThat(path).doesNotExist();
    assertThat(replies()).doesNotExist();
  }

  @Test
  void rmLeavesAFolderThatOnlyLooksLikeAServers() throws Exception {
    Fifo.create(path);
    Files.createDirectory(
        replies(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path notes = Files.createFile(replies().resolve("notes"));

    StandpipeRunner.call("fifo", "rm", path.toString()).exits(0).saysNothing();

    assertThat(path).doesNotExist();
    assertThat(notes).exists();
  }

  private Path replies() {
    return folder.resolve("fifo.replies");
  }
}
