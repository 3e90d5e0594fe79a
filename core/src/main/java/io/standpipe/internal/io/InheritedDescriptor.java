package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.F_DUPFD_CLOEXEC;
import static io.standpipe.internal.posix.Constants.F_GETFL;
import static io.standpipe.internal.posix.Constants.O_ACCMODE;
import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NOCTTY;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.O_RDWR;
import static io.standpipe.internal.posix.Constants.S_IFIFO;
import static io.standpipe.internal.posix.Constants.S_IFMT;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.io.End.Description;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.proc.ProcFiles;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A descriptor that this process was started with, taken over.
 *
 * <p>The parent process may share the description, with its flags and offset, so O_NONBLOCK must
 * not be set on it. A pipe, fifo or terminal can be opened anew through /proc/self/fd: a
 * description of our own, with flags of its own, on the same pipe. Everything else, and a pipe that
 * this user may not open because it belongs to another user, is used through a duplicate, asking
 * for readiness before each call.
 *
 * <p>Either way there are two numbers then. The given one is closed at once where that is safe. The
 * numbers 0, 1 and 2 are used by {@code System.in} and the like, so they are replaced by /dev/null
 * when our own is closed. If the given one stayed open, the far side would never see an end.
 */
public record InheritedDescriptor(Descriptor descriptor, Description description) {
  private static final int LAST_STANDARD = 2;
  private static final String NOT_OPEN = "this process was not started with it open";

  /** Takes descriptor {@code fd} over; the number itself is closed, or replaced at the close. */
  public static InheritedDescriptor take(Posix posix, int fd, Direction direction)
      throws ErrnoException {
    InheritedDescriptor taken = own(posix, fd, direction);
    if (fd > LAST_STANDARD) {
      posix.close(fd);
    } else {
      replaceAtClose(taken.descriptor, fd);
    }
    return taken;
  }

  /**
   * Takes standard input or output over and leaves nothing at the number, at once and for good:
   * code that reads there finds the end, and code that writes there writes to standard error.
   */
  public static InheritedDescriptor takeAway(Posix posix, int fd, Direction direction)
      throws ErrnoException {
    InheritedDescriptor taken = own(posix, fd, direction);
    boolean toError = direction == Direction.WRITE && StandardDescriptors.isGiven(LAST_STANDARD);
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

  private static InheritedDescriptor own(Posix posix, int fd, Direction direction)
      throws ErrnoException {
    int mode = check(posix, fd, direction);
    boolean reopens = (mode & S_IFMT) == S_IFIFO || posix.isatty(fd) == 1;
    int own = reopens ? reopen(posix, fd, direction) : -1;
    Description description = own >= 0 ? Description.OWN : Description.SHARED;
    if (description == Description.SHARED) {
      own = posix.fcntl(fd, F_DUPFD_CLOEXEC, LAST_STANDARD + 1);
    }
    if (own < 0) {
      throw new ErrnoException("take over " + StandardDescriptors.nameOf(fd), -own);
    }
    return new InheritedDescriptor(Descriptor.own(posix, own), description);
  }

  /**
   * Returns the mode of its file. A number that this process was not given may be a file that the
   * JVM has opened for itself: taking that over, and so closing it, would crash the JVM.
   */
  private static int check(Posix posix, int fd, Direction direction) throws ErrnoException {
    String tried = "take over " + StandardDescriptors.nameOf(fd);
    int mode = posix.fileMode(fd);
    if (mode < 0 && mode != -Errno.EBADF) {
      throw new ErrnoException(tried, -mode);
    }
    if (mode < 0 || !Platform.wasOpen(fd) || StandardDescriptors.looksLikeJvm(fd)) {
      throw new ErrnoException(tried, Errno.EBADF, NOT_OPEN);
    }
    int flags = posix.fcntl(fd, F_GETFL, 0);
    if (flags < 0) {
      throw new ErrnoException(tried, -flags);
    }
    if (direction.isForbiddenBy(flags & O_ACCMODE)) {
      throw new ErrnoException(tried, Errno.EBADF, wrongWay(fd, direction));
    }
    return mode;
  }

  /**
   * Java never closes 0, 1 and 2: it puts /dev/null there, open for writing. It does so too where
   * such a number was closed at the start and went to a file of the JVM's that it then closes.
   */
  private static String wrongWay(int fd, Direction direction) {
    boolean standard = fd <= LAST_STANDARD;
    if (direction == Direction.READ && standard && StandardDescriptors.isNothing(fd)) {
      return NOT_OPEN + ", or has closed it since";
    }
    String only = "it is open for " + direction.reverse().verb() + " only";
    Path file = StandardDescriptors.file(fd);
    return !standard || !Files.isRegularFile(file)
        ? only
        : only + "; or it was closed, and " + file + " is one that Java has opened for itself";
  }

  /**
   * Opens a description of our own, non-blocking, on the pipe or terminal behind {@code fd}:
   * returns its number or −errno. Our side of a pseudo-terminal has only one: opening it anew would
   * make another terminal.
   */
  public static int reopen(Posix posix, int fd, Direction direction) {
    if (posix.ptsname_r(fd, new String[1]) == 0) {
      return -Errno.ENXIO;
    }
    int flags = direction.access() | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
    return posix.open(ProcFiles.ownDescriptor(fd), flags, 0);
  }

  /**
   * Replaces it by a /dev/null that is opened now: at the close this process may have no descriptor
   * left to open it with, and the far side would wait for its end for ever.
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
