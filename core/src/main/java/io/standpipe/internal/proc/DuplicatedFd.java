package io.standpipe.internal.proc;

import io.standpipe.doctor.Holder;
import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import java.util.Optional;

/**
 * Another process's descriptor, held while one or two questions are asked.
 *
 * <p>Opening {@code /proc/PID/fd/N} would open the pipe anew: the kernel would count one more
 * reader or writer, and an {@code open} of a fifo that waits for just that would return. So
 * pidfd_getfd(2) makes a duplicate, which adds no end and wakes no process. If the last holder
 * closes the end at that very moment, the end closes some microseconds later, as if the holder had
 * been that much slower. The kernel allows this to a process that may trace the other, the same
 * right that is needed to see its calls.
 *
 * <p>If that is forbidden (Yama), a read end may be opened anew: one more reader wakes no process
 * when a reader is known to be there. A write end never is.
 */
public final class DuplicatedFd implements AutoCloseable {
  private static final Posix POSIX = Platform.posix();

  private final int fd;

  private DuplicatedFd(int fd) {
    this.fd = fd;
  }

  /** A duplicate; empty if the holder has closed it or ended, or if the kernel forbids it. */
  public static Optional<DuplicatedFd> of(Holder holder) {
    int pidfd = POSIX.pidfd_open((int) holder.pid());
    if (pidfd < 0) {
      return Optional.empty();
    }
    int fd = POSIX.pidfd_getfd(pidfd, holder.fd());
    POSIX.close(pidfd);
    if (fd == -Errno.EPERM && holder.reads() && !holder.writes()) {
      int flags = Constants.O_RDONLY | Constants.O_NONBLOCK | Constants.O_CLOEXEC;
      fd = POSIX.open(ProcFiles.name(holder.pid(), "fd/" + holder.fd()), flags, 0);
    }
    return fd < 0 ? Optional.empty() : Optional.of(new DuplicatedFd(fd));
  }

  /** The capacity of a pipe in bytes, or −errno. */
  int capacity() {
    return POSIX.fcntl(fd, Constants.F_GETPIPE_SZ, 0);
  }

  /** The number of bytes that wait to be read, or −errno. */
  int queued() {
    return POSIX.fionread(fd);
  }

  /** Whether a write to this end would have to wait. */
  boolean isFull() {
    return POSIX.poll(fd, Constants.POLLOUT, 0) == 0;
  }

  /** Whether calls on this socket end by themselves after some time; true if not known. */
  public boolean hasTimeLimit(boolean toRead) {
    long[] limit = {1, 1};
    int option = toRead ? Constants.SO_RCVTIMEO : Constants.SO_SNDTIMEO;
    return POSIX.getsockopt(fd, option, limit) < 0 || limit[0] != 0 || limit[1] != 0;
  }

  @Override
  public void close() {
    POSIX.close(fd);
  }
}
