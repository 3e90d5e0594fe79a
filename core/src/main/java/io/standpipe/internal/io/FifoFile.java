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
import io.standpipe.internal.proc.ProcFiles;
import io.standpipe.internal.text.PathBytes;
import java.nio.file.Path;

/**
 * The file of a fifo. Whatever opens it refuses a path that is not a fifo, and a symbolic link too,
 * because a process that can plant one could lead us to another file.
 */
public record FifoFile(Posix posix, Path path) {
  private static final int CREATE_MODE = 0600;
  private static final int PERMISSIONS = 07777;

  /**
   * Creates it with exactly these permissions, whatever the umask.
   *
   * @throws ErrnoException {@code EEXIST} if there is anything at the path
   */
  public void create(int mode) throws ErrnoException {
    int result = posix.mkfifo(PathBytes.word(path), CREATE_MODE);
    if (result < 0) {
      throw new ErrnoException("create fifo " + path, -result, advice().toCreate(-result));
    }
    boolean done = false;
    try {
      setMode(mode);
      done = true;
    } finally {
      if (!done) {
        posix.unlink(PathBytes.word(path));
      }
    }
  }

  /**
   * The umask may have taken bits away. What was created is changed through its descriptor, because
   * another file may be at the path by now.
   */
  private void setMode(int mode) throws ErrnoException {
    int fd = tryOpen(O_PATH);
    if (fd < 0) {
      throw new ErrnoException("create " + this, -fd, advice().toUse(-fd));
    }
    try {
      boolean right = (posix.fileMode(fd) & PERMISSIONS) == mode;
      int result = right ? 0 : posix.chmod(ProcFiles.ownDescriptor(fd), mode);
      if (result < 0) {
        throw new ErrnoException("set the permissions of " + this, -result);
      }
    } finally {
      posix.close(fd);
    }
  }

  /** Makes sure that a fifo is at the path. */
  public void check() throws ErrnoException {
    int fd = tryOpen(O_PATH);
    if (fd < 0) {
      throw new ErrnoException("use " + this, -fd, advice().toUse(-fd));
    }
    posix.close(fd);
  }

  /** Removes the path, if a fifo is there; programs that have it open go on. */
  public void delete() throws ErrnoException {
    int fd = tryOpen(O_PATH);
    if (fd < 0) {
      throw new ErrnoException("delete " + this, -fd, advice().toUse(-fd));
    }
    posix.close(fd);
    int result = posix.unlink(PathBytes.word(path));
    if (result < 0) {
      throw new ErrnoException("delete " + this, -result, advice().inFolder(-result));
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
    return new FifoAdvice(path);
  }

  /** {@code fifo /run/x}. */
  @Override
  public String toString() {
    return "fifo " + path;
  }
}
