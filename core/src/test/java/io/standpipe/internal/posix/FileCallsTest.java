package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_CREAT;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.O_RDONLY;
import static io.standpipe.internal.posix.Constants.O_WRONLY;
import static io.standpipe.internal.posix.Constants.S_IFMT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls on files: one success and one specific error of each. */
class FileCallsTest {
  private static final int NOT_OPEN = 999_999;

  private final Posix posix = Platform.posix();
  @TempDir private Path folder;

  @Test
  void openCreatesReadsAndWrites() throws Exception {
    Path file = folder.resolve("spam");
    int fd = posix.open(file.toString(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assertThat(fd).isNotNegative();
    assertThat(posix.write(fd, ByteBuffer.wrap(new byte[] {1, (byte) 0xff}))).isEqualTo(2);
    posix.close(fd);
    assertThat(Files.readAllBytes(file)).containsExactly(1, 0xff);
    assertThat(posix.fileMode(file.toString())).isEqualTo(Constants.S_IFREG | 0600);
  }

  @Test
  void openSaysWhatIsWrongWithThePath() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThat(open(folder.resolve("missing"), O_RDONLY)).isEqualTo(-Errno.ENOENT);
    assertThat(open(link, O_RDONLY | Abi.HERE.O_NOFOLLOW())).isEqualTo(-Errno.ELOOP);
    assertThat(open(file, O_RDONLY | Abi.HERE.O_DIRECTORY())).isEqualTo(-Errno.ENOTDIR);
    assertThat(open(file.resolve("below"), O_RDONLY)).isEqualTo(-Errno.ENOTDIR);
    assertThat(open(folder, O_WRONLY)).isEqualTo(-Errno.EISDIR);
    assertThat(posix.open(folder + "/" + "n".repeat(300), O_RDONLY, 0))
        .isEqualTo(-Errno.ENAMETOOLONG);
  }

  @Test
  void openOfAFifoWithoutAReaderSaysEnxio() {
    String fifo = folder.resolve("fifo").toString();
    assertThat(posix.mkfifo(fifo, 0600)).isZero();
    assertThat(posix.open(fifo, O_WRONLY | O_NONBLOCK, 0)).isEqualTo(-Errno.ENXIO);
  }

  @Test
  void mkfifoMakesAFifoOnce() {
    String fifo = folder.resolve("fifo").toString();
    assertThat(posix.mkfifo(fifo, 0600)).isZero();
    assertThat(posix.fileMode(fifo) & S_IFMT).isEqualTo(Constants.S_IFIFO);
    assertThat(posix.mkfifo(fifo, 0600)).isEqualTo(-Errno.EEXIST);
    assertThat(posix.mkfifo(folder + "/missing/fifo", 0600)).isEqualTo(-Errno.ENOENT);
  }

  @Test
  void fileModeTellsKindsApart() throws Exception {
    assertThat(posix.fileMode(folder.toString()) & S_IFMT).isEqualTo(Constants.S_IFDIR);
    assertThat(posix.fileMode("/dev/null") & S_IFMT).isEqualTo(Constants.S_IFCHR);
    assertThat(posix.fileMode(folder + "/missing")).isEqualTo(-Errno.ENOENT);
    assertThat(posix.fileMode(NOT_OPEN)).isEqualTo(-Errno.EBADF);
    try (var pipe = new RawPipe(0)) {
      assertThat(posix.fileMode(pipe.readEnd()) & S_IFMT).isEqualTo(Constants.S_IFIFO);
    }
  }

  @Test
  void accessLooksAtTheExecuteBit() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(posix.access(file.toString(), Constants.X_OK)).isEqualTo(-Errno.EACCES);
    assertThat(posix.access("/bin/sh", Constants.X_OK)).isZero();
    assertThat(posix.access(folder + "/missing", Constants.X_OK)).isEqualTo(-Errno.ENOENT);
  }

  @Test
  void dup2PutsTheSameFileAtAnotherNumber() {
    try (var pipe = new RawPipe(0);
        var other = new RawPipe(0)) {
      assertThat(posix.dup2(pipe.writeEnd(), other.writeEnd())).isEqualTo(other.writeEnd());
      ByteBuffer spam = ByteBuffer.wrap("spam".getBytes(StandardCharsets.US_ASCII));
      assertThat(posix.write(other.writeEnd(), spam)).isEqualTo(4);
      assertThat(pipe.take()).isEqualTo("spam");
      assertThat(posix.dup2(NOT_OPEN, other.writeEnd())).isEqualTo(-Errno.EBADF);
    }
  }

  @Test
  void unlinkRemovesThePathOnce() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(posix.unlink(file.toString())).isZero();
    assertThat(file).doesNotExist();
    assertThat(posix.unlink(file.toString())).isEqualTo(-Errno.ENOENT);
    assertThat(posix.unlink(folder.toString())).isEqualTo(-Errno.EISDIR);
  }

  @Test
  void chmodSetsThePermissionsAlsoThroughADescriptor() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(posix.chmod(file.toString(), 0640)).isZero();
    assertThat(posix.fileMode(file.toString())).isEqualTo(Constants.S_IFREG | 0640);
    int fd = open(file, Constants.O_PATH);
    assertThat(posix.chmod("/proc/self/fd/" + fd, 0604)).isZero();
    assertThat(posix.fileMode(fd)).isEqualTo(Constants.S_IFREG | 0604);
    posix.close(fd);
    assertThat(posix.chmod(folder + "/missing", 0600)).isEqualTo(-Errno.ENOENT);
  }

  @Test
  void aPathNeedNotBeUtf8() {
    String odd = folder + "/" + CString.decode(new byte[] {'n', (byte) 0xe9, (byte) 0xff});
    assertThat(posix.mkfifo(odd, 0600)).isZero();
    assertThat(posix.fileMode(odd) & S_IFMT).isEqualTo(Constants.S_IFIFO);
    int here = posix.open(odd, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    assertThat(here).isNotNegative();
    posix.close(here);
  }

  private int open(Path path, int flags) {
    return posix.open(path.toString(), flags | O_CLOEXEC, 0);
  }
}
