package io.standpipe;

import static io.standpipe.internal.posix.Constants.F_DUPFD_CLOEXEC;
import static io.standpipe.internal.posix.Constants.F_GETFL;
import static io.standpipe.internal.posix.Constants.O_ACCMODE;
import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NOCTTY;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.O_RDONLY;
import static io.standpipe.internal.posix.Constants.O_RDWR;
import static io.standpipe.internal.posix.Constants.O_WRONLY;
import static io.standpipe.internal.posix.Constants.S_IFIFO;
import static io.standpipe.internal.posix.Constants.S_IFMT;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A descriptor that this process was started with, taken over.
 *
 * <p>Whoever started us may share the description (its flags and offset), so O_NONBLOCK must not be
 * set on it. A pipe, fifo or terminal can be opened anew through /proc/self/fd: a description of
 * our own, with flags of its own, on the same pipe. Everything else, and a pipe that we may not
 * open (it belongs to another user), is used as it is by a duplicate, readiness asked before each
 * call.
 *
 * <p>Either way there are two numbers then. The given one is closed at once where that is safe,
 * else (0, 1, 2: {@code System.in} and its kin use them) replaced by /dev/null when our own is
 * closed. If it stayed open, the far side would never see an end.
 *
 * @param exclusive whether the description is ours alone, and non-blocking
 */
record InheritedDescriptor(Descriptor descriptor, boolean exclusive) {
  private static final int LAST_STANDARD = 2;
  private static final String NOT_OPEN = "this process was not started with it open";

  static InheritedDescriptor take(Posix posix, int fd, boolean read) throws ErrnoException {
    InheritedDescriptor taken = own(posix, fd, read);
    if (fd > LAST_STANDARD) {
      posix.close(fd);
    } else {
      replaceAtClose(taken.descriptor, fd);
    }
    return taken;
  }

  /**
   * The same for standard input or output, with nothing left at the number: what reads there finds
   * the end, and what writes there writes to standard error. At once, and for good.
   */
  static InheritedDescriptor takeAway(Posix posix, int fd, boolean read) throws ErrnoException {
    InheritedDescriptor taken = own(posix, fd, read);
    boolean toError = !read && StandardDescriptors.isGiven(LAST_STANDARD);
    int instead = toError ? LAST_STANDARD : posix.open("/dev/null", O_RDWR | O_CLOEXEC, 0);
    int replaced = instead < 0 ? instead : posix.dup2(instead, fd);
    if (!toError) {
      posix.close(instead);
    }
    if (replaced < 0) {
      taken.descriptor.close();
      throw new ErrnoException("take away " + StandardDescriptors.nameOf(fd), -replaced);
    }
    return taken;
  }

  private static InheritedDescriptor own(Posix posix, int fd, boolean read) throws ErrnoException {
    int mode = check(posix, fd, read);
    boolean reopens = (mode & S_IFMT) == S_IFIFO || posix.isatty(fd) == 1;
    int own = reopens ? reopen(posix, fd, read) : -1;
    boolean exclusive = own >= 0;
    if (!exclusive) {
      own = posix.fcntl(fd, F_DUPFD_CLOEXEC, LAST_STANDARD + 1);
    }
    if (own < 0) {
      throw new ErrnoException("take over " + StandardDescriptors.nameOf(fd), -own);
    }
    return new InheritedDescriptor(Descriptor.own(posix, own), exclusive);
  }

  /**
   * The mode of its file. A number that we were not given may be a file that the JVM has opened for
   * itself: to take that over, and so close it, would crash the JVM.
   */
  private static int check(Posix posix, int fd, boolean read) throws ErrnoException {
    String tried = "take over " + StandardDescriptors.nameOf(fd);
    int mode = posix.fileMode(fd);
    if (mode < 0 && mode != -Errno.EBADF) {
      throw new ErrnoException(tried, -mode);
    }
    if (mode < 0 || !Posix.wasOpen(fd) || StandardDescriptors.looksLikeJvm(fd)) {
      throw new ErrnoException(tried, Errno.EBADF, NOT_OPEN);
    }
    int flags = posix.fcntl(fd, F_GETFL, 0);
    if (flags < 0) {
      throw new ErrnoException(tried, -flags);
    }
    int access = flags & O_ACCMODE;
    if (access == (read ? O_WRONLY : O_RDONLY)) {
      throw new ErrnoException(tried, Errno.EBADF, wrongWay(fd, read));
    }
    return mode;
  }

  /**
   * Java never closes 0, 1 and 2: it puts /dev/null there, for writing. It does so too where such a
   * number was closed at the start, and has gone to a file of the JVM's that it then closes.
   */
  private static String wrongWay(int fd, boolean read) {
    if (read && fd <= LAST_STANDARD && StandardDescriptors.isNothing(fd)) {
      return NOT_OPEN + ", or has closed it since";
    }
    String only = "it is open for " + (read ? "writing" : "reading") + " only";
    Path file = StandardDescriptors.file(fd);
    return fd > LAST_STANDARD || !Files.isRegularFile(file)
        ? only
        : only + "; or it was closed, and " + file + " is one that Java has opened for itself";
  }

  /**
   * A description of our own, non-blocking, on the pipe or terminal behind {@code fd}: number or
   * −errno. Our side of a pseudo-terminal has but one: to open it anew would make another terminal.
   */
  static int reopen(Posix posix, int fd, boolean read) {
    if (posix.ptsname_r(fd, new String[1]) == 0) {
      return -Errno.ENXIO;
    }
    int access = read ? O_RDONLY : O_WRONLY;
    return posix.open("/proc/self/fd/" + fd, access | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0);
  }

  /**
   * By /dev/null, opened now: at the close there may be no descriptor left to open it with, and the
   * far side would wait for its end for ever.
   */
  private static void replaceAtClose(Descriptor descriptor, int fd) throws ErrnoException {
    Posix posix = descriptor.posix();
    int nothing = posix.open("/dev/null", O_RDWR | O_CLOEXEC, 0);
    if (nothing < 0) {
      descriptor.close();
      throw new ErrnoException("take over " + StandardDescriptors.nameOf(fd), -nothing);
    }
    descriptor.beforeClose(() -> {
      posix.dup2(nothing, fd);
      posix.close(nothing);
    });
  }
}
