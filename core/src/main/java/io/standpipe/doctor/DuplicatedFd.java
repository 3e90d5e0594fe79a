package io.standpipe.doctor;

import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import java.util.Optional;

/**
 * Another process's descriptor, held for the length of a question or two.
 *
 * <p>To open {@code /proc/PID/fd/N} would be a new opening of the pipe: the kernel would count one
 * more reader or writer, and an {@code open} of a fifo that waits for just that would return. So a
 * duplicate is taken with pidfd_getfd(2): no end is added, nobody is woken. Either way an end that
 * its last holder closes at that very moment closes some microseconds later; as if it had been
 * closed then. The kernel allows it to whoever may trace the process, which whoever may see its
 * calls may too.
 *
 * <p>Where that is forbidden (Yama), the read end alone may be opened anew: where a reader is known
 * to be, one more wakes nobody. A write end never is.
 */
final class DuplicatedFd implements AutoCloseable {
  private static final Posix POSIX = Platform.posix();

  private final int fd;

  private DuplicatedFd(int fd) {
    this.fd = fd;
  }

  static Optional<DuplicatedFd> of(Holder holder) {
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

  /** Bytes that a pipe takes at most, or −errno. */
  int capacity() {
    return POSIX.fcntl(fd, Constants.F_GETPIPE_SZ, 0);
  }

  /** Bytes that wait to be read, or −errno. */
  int queued() {
    return POSIX.fionread(fd);
  }

  /** Whether a write to this end would have to wait. */
  boolean isFull() {
    return POSIX.poll(fd, Constants.POLLOUT, 0) == 0;
  }

  /** Whether calls on this socket end by themselves after some time; true where unknown. */
  boolean hasTimeLimit(boolean toRead) {
    long[] limit = {1, 1};
    int option = toRead ? Constants.SO_RCVTIMEO : Constants.SO_SNDTIMEO;
    return POSIX.getsockopt(fd, option, limit) < 0 || limit[0] != 0 || limit[1] != 0;
  }

  @Override
  public void close() {
    POSIX.close(fd);
  }
}
