package io.standpipe.internal.ready;

import io.standpipe.internal.posix.Posix;

/**
 * What watching a child needs, taken before the child exists: the readiness loop with its thread,
 * and a descriptor in whose place the child's pidfd will come. So what is missing is found before
 * the program runs.
 *
 * <p>The descriptor is a pidfd of this process: a system without pidfds shows here too.
 */
public final class WatchReservation implements AutoCloseable {
  private static final int SELF = (int) ProcessHandle.current().pid();

  private final Posix posix;
  private int reserved;

  private WatchReservation(Posix posix, int reserved) {
    this.posix = posix;
    this.reserved = reserved;
  }

  /**
   * Takes what is needed; {@link #error} says whether it could be taken.
   *
   * @throws OutOfMemoryError if the loop's thread cannot be started
   */
  public static WatchReservation take(Posix posix) {
    int loop = Poller.shared().prepare();
    return new WatchReservation(posix, loop < 0 ? loop : posix.pidfd_open(SELF));
  }

  /** 0, or the negative errno because of which no child can be watched now. */
  public int error() {
    return Math.min(reserved, 0);
  }

  /** Watches the child that was spawned meanwhile. */
  public WatchedChild watch(int pid) {
    close();
    return WatchedChild.watch(posix, pid);
  }

  @Override
  public void close() {
    if (reserved >= 0) {
      posix.close(reserved);
      reserved = -1;
    }
  }
}
