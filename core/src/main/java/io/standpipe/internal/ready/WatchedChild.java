package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.P_PID;
import static io.standpipe.internal.posix.Constants.SIGKILL;
import static io.standpipe.internal.posix.Constants.WEXITED;
import static io.standpipe.internal.posix.Constants.WNOHANG;
import static io.standpipe.internal.posix.Constants.WNOWAIT;

import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A child that was just spawned and is watched from now on, or the reason why it is not.
 *
 * @param exit the watch, or null if the child could not be watched and was killed
 * @param error the negative errno in that case, otherwise 0
 */
public record WatchedChild(@Nullable ExitWatch exit, int error) {
  private static final int MOST_TRIES = 50;
  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /**
   * Watches a child that was just spawned. If it cannot be watched, it is killed and reaped,
   * because no child may live on without an owner. After ESRCH nothing is signalled: other code has
   * reaped the child, and its number may be another process's by now.
   */
  public static WatchedChild watch(Posix posix, int pid) {
    WatchedChild watched = null;
    try {
      watched = tryToWatch(posix, pid);
      return watched;
    } finally {
      if (watched == null || (watched.exit == null && watched.error != -Errno.ESRCH)) {
        killAndReap(posix, pid);
      }
    }
  }

  private static WatchedChild tryToWatch(Posix posix, int pid) {
    int pidfd = openPidfd(posix, pid);
    if (pidfd < 0) {
      return new WatchedChild(null, pidfd);
    }
    ExitWatch exit = ExitWatch.of(posix, pid, pidfd);
    int registered = exit.register();
    return registered < 0 ? new WatchedChild(null, registered) : new WatchedChild(exit, 0);
  }

  /**
   * The descriptor for it was reserved, but another thread may have taken that one a moment ago, so
   * a shortage is given a little time to pass: the program runs already.
   */
  private static int openPidfd(Posix posix, int pid) {
    int pidfd = posix.pidfd_open(pid);
    for (int tries = 1; isShortage(pidfd) && tries < MOST_TRIES; tries++) {
      LockSupport.parkNanos(NAP_NANOS);
      pidfd = posix.pidfd_open(pid);
    }
    return pidfd;
  }

  private static boolean isShortage(int result) {
    return result == -Errno.EMFILE || result == -Errno.ENFILE || result == -Errno.ENOMEM;
  }

  /**
   * Kills and reaps a child, with all that is in the group that it may lead; does nothing if other
   * code has reaped it. Needs no descriptor: a lack of them may be the reason.
   */
  public static void killAndReap(Posix posix, int pid) {
    if (posix.waitid(P_PID, pid, WEXITED | WNOHANG | WNOWAIT) == -Errno.ECHILD) {
      return;
    }
    posix.kill(-pid, SIGKILL);
    posix.kill(pid, SIGKILL);
    long result;
    do {
      result = posix.waitid(P_PID, pid, WEXITED);
    } while (result == -Errno.EINTR);
  }
}
