package io.standpipe.fifo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Command;
import io.standpipe.internal.proc.PidNamespace;
import io.standpipe.testing.Installed;
import io.standpipe.testing.Leaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a server is to be found: one at a time, and what stays behind. */
@Tag("pitfall-23")
class FifoDirectoryTest {
  private static final RequestHandler ECHO = request -> "<" + request + ">";

  private Leaks before;
  private Path path;
  @TempDir private Path folder;

  @BeforeEach
  void name() {
    before = Leaks.snapshot();
    path = folder.resolve("q");
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    if (Files.exists(path)) {
      FifoServer.delete(path);
    }
    assertThat(folder).isEmptyDirectory();
    Leaks.assertNoneSince(before);
  }

  /** POSIX: a process that closes a file loses all its locks on it. */
  @Test
  void aSecondServerInThisProcessIsRefusedAndTheFirstKeepsItsPlaceAgainstOthers() throws Exception {
    Installed.orSkip("python3");
    String tryLock =
        """
        import fcntl, sys
        try:
            fcntl.lockf(open(sys.argv[1], 'w'), fcntl.LOCK_EX | fcntl.LOCK_NB)
            print('taken')
        except OSError:
            print('refused')
        """;
    String lock = path + ".replies/lock";
    try (FifoServer server = FifoServer.start(path, ECHO)) {
      assertThatThrownBy(() -> FifoServer.start(path, ECHO))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another server uses it");
      assertThat(Command.of("python3", "-c", tryLock, lock).read()).isEqualTo("refused");
      assertThat(server.malformed()).isZero();
    }
    FifoServer.start(path, ECHO).close();
  }

  /** A server that was killed leaves its name behind, and its number is used again. */
  @Test
  void aServerWhosePidNowBelongsToAnotherProcessIsGone() throws Exception {
    FifoDirectory directory = MadeDirectory.at(FifoDirectory.at(path)).directory();
    directory.setServer(ProcessHandle.current().pid() + ".1." + PidNamespace.own() + ".abc");
    assertThat(directory.isGone(directory.server())).isTrue();
    try (FifoServer server = FifoServer.start(path, ECHO)) {
      assertThat(directory.isGone(directory.server())).isFalse();
      assertThat(server.answered()).isZero();
    }
    assertThat(directory.isGone(directory.server())).isTrue();
  }

  @Test
  void deleteRemovesWhatServersHaveLeftAndMakesNothing() throws Exception {
    assertThatThrownBy(() -> FifoServer.delete(path)).isInstanceOf(IOException.class);
    assertThat(folder).isEmptyDirectory();
    FifoServer.start(path, ECHO).close();
    FifoServer.delete(path);
    assertThat(folder).isEmptyDirectory();

    FifoServer.start(path, ECHO).close();
    Path notes = Files.createFile(Path.of(path + ".replies", "notes"));
    FifoServer.delete(path);
    assertThat(path).doesNotExist();
    assertThat(notes).exists();
    Files.delete(notes);
    Files.delete(notes.resolveSibling("lock"));
    Files.delete(notes.getParent());
  }

  @Test
  void thereIsOneServerAtATimeAndTheNextOneMayFollow() throws Exception {
    try (FifoServer first = FifoServer.start(path, ECHO)) {
      assertThatThrownBy(() -> FifoServer.start(path, ECHO))
          .hasMessageContaining("another server uses it (" + ProcessHandle.current().pid());
      assertThatThrownBy(() -> FifoServer.delete(path))
          .hasMessageStartingWith("delete fifo ")
          .hasMessageContaining("another server uses it");
      assertThat(first.answered()).isZero();
    }
    FifoServer.start(path, ECHO).close();
  }
}
