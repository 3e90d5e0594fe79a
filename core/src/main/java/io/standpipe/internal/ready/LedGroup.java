package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.PIDFD_SIGNAL_PROCESS_GROUP;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;

/**
 * The process group that a child leads, signalled only while it is certainly that one.
 *
 * <p>A group keeps its number while it has a member, even when its leader has been reaped. Once the
 * last member has gone, the number may belong to another group at any moment. So a number alone
 * names the group only until the leader is reaped; the leader's pidfd names it for ever, from Linux
 * 6.9 on. On older kernels nothing names the group of a reaped child.
 *
 * <p>Not thread-safe: {@link ExitWatch} calls it under the monitor under which it reaps.
 */
final class LedGroup {
  private static final int NO_SIGNAL = 0;

  private final Posix posix;
  private final int leader;
  private final Descriptor pidfd;
  private boolean gone;

  LedGroup(Posix posix, int leader, Descriptor pidfd) {
    this.posix = posix;
    this.leader = leader;
    this.pidfd = pidfd;
  }

  /**
   * Sends a signal to all members at one moment, so no member escapes by forking; 0 only asks.
   *
   * @param reaped whether the leader has been reaped
   * @return 0; −ESRCH if there is no member, which is final once reaped; −ENOSYS if the leader has
   *     been reaped and this kernel cannot name its group any more; or another −errno
   */
  int signal(int number, boolean reaped) {
    if (gone) {
      return -Errno.ESRCH;
    }
    int fd = pidfd.acquire();
    if (fd < 0) {
      return -Errno.ENOSYS;
    }
    try {
      int result = posix.pidfd_send_signal(fd, number, PIDFD_SIGNAL_PROCESS_GROUP);
      if (result == -Errno.EINVAL) {
        return reaped ? -Errno.ENOSYS : signalByNumber(fd, number);
      }
      gone = reaped && result == -Errno.ESRCH;
      return result;
    } finally {
      pidfd.release();
      if (gone) {
        pidfd.close();
      }
    }
  }

  /**
   * Before Linux 6.9. Other code in this process may have reaped the child without our knowledge:
   * then its pidfd reports ESRCH, and the number is not used any more.
   */
  private int signalByNumber(int fd, int number) {
    int leaderIsThere = posix.pidfd_send_signal(fd, NO_SIGNAL, 0);
    return leaderIsThere == -Errno.ESRCH ? -Errno.ENOSYS : posix.kill(-leader, number);
  }

  /** Whether a just reaped leader has left members behind that its pidfd can name. */
  boolean outlivesLeader() {
    int asked = signal(NO_SIGNAL, true);
    return asked != -Errno.ESRCH && asked != -Errno.ENOSYS;
  }
}
