package io.standpipe.internal.start;

import static io.standpipe.internal.posix.Constants.F_SETFL;
import static io.standpipe.internal.posix.Constants.O_ACCMODE;
import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NOCTTY;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.O_WRONLY;
import static io.standpipe.internal.posix.Constants.SOCK_STREAM;
import static io.standpipe.internal.posix.Constants.SO_ACCEPTCONN;
import static io.standpipe.internal.posix.Constants.SO_TYPE;
import static io.standpipe.internal.posix.Constants.S_IFIFO;
import static io.standpipe.internal.posix.Constants.S_IFMT;
import static io.standpipe.internal.posix.Constants.S_IFSOCK;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.io.Relay;
import io.standpipe.internal.io.StandardDescriptors;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.proc.ProcFiles;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a child gets in place of a descriptor of this process that is non-blocking. Another process
 * that shares the open file has made it so, and the flag cannot be taken away from that one; but a
 * program that does not expect it gets EAGAIN and loses what it was writing.
 *
 * <ul>
 *   <li>A pipe, a fifo or a terminal is opened anew: a description with flags of its own on the
 *       same pipe.
 *   <li>A connected stream socket as standard input, output or error, and a pipe that this user may
 *       not open, gets a {@link Relay} in front of it.
 *   <li>Everything else is shared as it is. A regular file never says EAGAIN, and its offset and
 *       O_APPEND have to be shared. A program that is given a socket at another number knows what
 *       it is for; and a socket that listens, or that keeps messages apart, cannot be relayed.
 * </ul>
 *
 * <p>For one start, on one thread.
 */
final class InheritedFiles {
  private static final int LAST_STANDARD = 2;

  private final Posix posix;
  private final String program;

  /** By the file behind the descriptor: one socket may be input and output. */
  private final Map<String, Relay> relays = new HashMap<>();

  InheritedFiles(Posix posix, String program) {
    this.posix = posix;
    this.program = program;
  }

  /**
   * What the child gets as its descriptor {@code n} instead of {@code fd}; empty if it can share
   * that.
   *
   * @param flags those of {@code fd}
   */
  Optional<Descriptor> insteadOf(int fd, int flags, int n) throws ErrnoException {
    if (flags < 0 || (flags & O_NONBLOCK) == 0) {
      return Optional.empty();
    }
    boolean tty = posix.isatty(fd) == 1;
    int kind = posix.fileMode(fd) & S_IFMT;
    if (tty || kind == S_IFIFO) {
      int own = openAnew(fd, flags);
      if (own >= 0) {
        return Optional.of(Descriptor.own(posix, own));
      }
      return tty || own == -Errno.ENXIO
          ? Optional.empty()
          : Optional.of(relay(fd, (flags & O_ACCMODE) != O_WRONLY));
    }
    boolean relayed = n <= LAST_STANDARD && kind == S_IFSOCK && isConnectedStream(fd);
    return relayed ? Optional.of(relay(fd, n == 0)) : Optional.empty();
  }

  /**
   * The number; −ENXIO where no other description can be had or is needed: our side of a
   * pseudo-terminal has only one, and a fifo without a reader gives EPIPE to every writer anyway;
   * −EACCES for another user's file.
   */
  private int openAnew(int fd, int flags) throws ErrnoException {
    if (posix.ptsname_r(fd, new String[1]) == 0) {
      return -Errno.ENXIO;
    }
    int how = (flags & O_ACCMODE) | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
    int own = posix.open(ProcFiles.ownDescriptor(fd), how, 0);
    if (own == -Errno.EACCES || own == -Errno.ENXIO) {
      return own;
    }
    int result = own < 0 ? own : posix.fcntl(own, F_SETFL, flags & ~O_NONBLOCK);
    if (result < 0) {
      posix.close(own);
      throw new ErrnoException("pass " + name(fd) + " to " + program, -result);
    }
    return own;
  }

  private boolean isConnectedStream(int socket) {
    return option(socket, SO_TYPE) == SOCK_STREAM && option(socket, SO_ACCEPTCONN) == 0;
  }

  private long option(int socket, int option) {
    long[] value = new long[2];
    return posix.getsockopt(socket, option, value) < 0 ? -1 : value[0];
  }

  private Descriptor relay(int fd, boolean reads) throws ErrnoException {
    String file = ProcFiles.ownFile(fd).orElse(name(fd));
    Relay relay = relays.get(file);
    if (relay == null) {
      relay = Relay.open(posix, fd, name(fd), reads);
      relays.put(file, relay);
    }
    return relay.childEnd();
  }

  private static String name(int fd) {
    return StandardDescriptors.nameOf(fd);
  }

  Collection<Relay> relays() {
    return relays.values();
  }
}
