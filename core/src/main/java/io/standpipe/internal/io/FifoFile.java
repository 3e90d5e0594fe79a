package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NOCTTY;
import static io.standpipe.internal.posix.Constants.O_PATH;
import static io.standpipe.internal.posix.Constants.S_IFIFO;
import static io.standpipe.internal.posix.Constants.S_IFMT;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Abi;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.proc.FileIdentity;
import io.standpipe.internal.proc.ProcFiles;
import io.standpipe.internal.text.Escaping;
import io.standpipe.internal.text.PathBytes;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The file of a fifo. Whatever opens it refuses a path that is not a fifo, and a symbolic link too,
 * because a process that can plant one could lead us to another file.
 */
public record FifoFile(Posix posix, Path path) {
  private static final int CREATE_MODE = 0600;

  /**
   * Creates it with exactly these permissions, whatever the umask.
   *
   * @throws ErrnoException {@code EEXIST} if there is anything at the path
   */
  public void create(int mode) throws IOException {
    int result = posix.mkfifo(PathBytes.word(path), CREATE_MODE);
    if (result < 0) {
      throw new ErrnoException("create fifo " + path, -result, advice().toCreate(-result));
    }
    int fd = tryOpen(O_PATH);
    if (fd < 0) {
      removeCreated();
      throw new ErrnoException("create " + this, -fd, advice().toUse(-fd));
    }
    try {
      setMode(fd, mode);
    } finally {
      posix.close(fd);
    }
  }

  /**
   * The umask may have taken bits away. What is changed, or removed if that fails, is the file
   * behind the descriptor, because another file may be at the path by now. And the descriptor may
   * already have another user's fifo, which is left alone; one of this user's own cannot be told
   * apart, and is not worth it.
   */
  private void setMode(int fd, int mode) throws IOException {
    FileIdentity created = FileIdentity.of(fd);
    if (created.owner() != ProcFiles.ownUser()) {
      throw new ErrnoException(
          "create " + this, Errno.EEXIST, "another user has put a fifo in its place");
    }
    int result = created.permissions() == mode ? 0 : posix.chmod(ProcFiles.ownDescriptor(fd), mode);
    if (result < 0) {
      unlink(created);
      throw new ErrnoException("set the permissions of " + this, -result);
    }
  }

  /** Removes a fifo that was just created and cannot be opened; another user's is left alone. */
  private void removeCreated() throws IOException {
    FileIdentity there = FileIdentity.of(path);
    if (there.owner() == ProcFiles.ownUser() && (there.mode() & S_IFMT) == S_IFIFO) {
      unlink(there);
    }
  }

  /** Makes sure that a fifo is at the path, and that it belongs to this user. */
  public void requireOurs() throws IOException {
    int fd = tryOpen(O_PATH);
    if (fd < 0) {
      throw new ErrnoException("use " + this, -fd, advice().toUse(-fd));
    }
    try {
      FileIdentity found = FileIdentity.of(fd);
      if (found.owner() != ProcFiles.ownUser()) {
        throw new ErrnoException(
            "use " + this,
            Errno.EPERM,
            "it belongs to user %d and has mode %o; Fifo.at(…) uses another user's fifo"
                .formatted(found.owner(), found.permissions()));
      }
    } finally {
      posix.close(fd);
    }
  }

  /**
   * Removes the path, if a fifo is there; programs that have it open go on. See {@link #unlink} for
   * what may happen if another process changes the path at the same moment.
   */
  public void delete() throws IOException {
    int fd = tryOpen(O_PATH);
    if (fd < 0) {
      throw new ErrnoException("delete " + this, -fd, advice().toUse(-fd));
    }
    try {
      int result = unlink(FileIdentity.of(fd));
      if (result < 0) {
        throw new ErrnoException("delete " + this, -result, advice().inFolder(-result));
      }
    } finally {
      posix.close(fd);
    }
  }

  /**
   * Removes the path if this very file is still there; 0 or −errno, −ENOENT if it is not. The file
   * is open meanwhile, so no other file can have its inode.
   *
   * <p>The kernel removes names, not files. So a file that another process moves to the path
   * between this look and the removal, some microseconds, is removed in its place. Only a process
   * that may write to the folder can do that, and in a folder like /tmp, with the sticky bit, only
   * one of this user. We rejected moving the fifo to a name of our own first: a process that dies
   * in between would leave it there.
   */
  private int unlink(FileIdentity file) {
    try {
      return FileIdentity.of(path).isSameFile(file)
          ? posix.unlink(PathBytes.word(path))
          : -Errno.ENOENT;
    } catch (IOException e) {
      return -Errno.ENOENT;
    }
  }

  /** Opens it in this direction, or in both, without waiting; returns the number. */
  public int open(int flags, Direction direction) throws ErrnoException {
    int fd = tryOpen(flags);
    if (fd < 0) {
      throw openingFailed(direction, -fd);
    }
    return fd;
  }

  ErrnoException openingFailed(Direction direction, int errno) {
    return new ErrnoException(
        "open " + this + " for " + direction.verb(), errno, advice().toOpen(errno));
  }

  /**
   * Opens it without following a link; returns the number or −errno.
   *
   * @throws ErrnoException if something else than a fifo is there
   */
  int tryOpen(int flags) throws ErrnoException {
    int nofollow = Abi.HERE.O_NOFOLLOW();
    int fd = posix.open(PathBytes.word(path), flags | nofollow | O_NOCTTY | O_CLOEXEC, 0);
    if (fd < 0) {
      return fd;
    }
    int mode = posix.fileMode(fd);
    if (mode < 0) {
      posix.close(fd);
      return mode;
    }
    if ((mode & S_IFMT) != S_IFIFO) {
      posix.close(fd);
      throw new ErrnoException(
          "use " + this, Errno.EINVAL, "there is a file of another kind at this path, not a fifo");
    }
    return fd;
  }

  private FifoAdvice advice() {
    return new FifoAdvice(posix, path);
  }

  /** {@code fifo /run/x}. */
  @Override
  public String toString() {
    return Escaping.printable("fifo " + path);
  }
}
