package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.P_PID;
import static io.standpipe.internal.posix.Constants.WEXITED;

import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import org.jspecify.annotations.Nullable;

/**
 * A child that was just spawned and is watched from now on, or the reason why it is not.
 *
 * @param exit the watch, or null if the child could not be watched and was killed
 * @param error the negative errno in that case, otherwise 0
 */
public record WatchedChild(@Nullable ExitWatch exit, int error) {
  private static final int SIGKILL = 9;

  /**
   * Watches a child that was just spawned. If it cannot be watched, it is killed and reaped,
   * because no child may live on without an owner.
   */
  public static WatchedChild watch(Posix posix, int pid) {
    WatchedChild watched = null;
    try {
      watched = tryToWatch(posix, pid);
      return watched;
    } finally {
      if (watched == null || watched.exit == null) {
        killAndReap(posix, pid);
      }
    }
  }

  private static WatchedChild tryToWatch(Posix posix, int pid) {
    int pidfd = posix.pidfd_open(pid);
    if (pidfd < 0) {
      return new WatchedChild(null, pidfd);
    }
    ExitWatch exit = ExitWatch.of(posix, pid, pidfd);
    int registered = exit.register();
    return registered < 0 ? new WatchedChild(null, registered) : new WatchedChild(exit, 0);
  }

  /** Needs no descriptor: a lack of descriptors may be the reason why the child is not watched. */
  private static void killAndReap(Posix posix, int pid) {
    posix.kill(pid, SIGKILL);
    long result;
    do {
      result = posix.waitid(P_PID, pid, WEXITED);
    } while (result == -Errno.EINTR);
  }
}
