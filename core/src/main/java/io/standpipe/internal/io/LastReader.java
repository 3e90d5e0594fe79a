package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.EPOLLIN;
import static io.standpipe.internal.posix.Constants.EPOLL_CLOEXEC;
import static io.standpipe.internal.posix.Constants.EPOLL_CTL_ADD;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.ReadinessWait;

/**
 * Tells when the last read end of a pipe has been closed, although no thread writes to it.
 *
 * <p>A write end without readers is in error, which epoll reports even where nothing is asked for.
 * The readiness loop has each descriptor once, for the thread that writes. So the end is in an
 * epoll of its own, and that, a descriptor like any other, is waited for in the loop. A duplicate
 * of the end would do, too, but would keep its readers from seeing the end of the stream.
 *
 * <p><b>The wake.</b> Adding the end, and arming the wait, both look at the state at that moment:
 * if the readers have gone first, the wait ends at once. The epoll lives as long as the write end:
 * what closes that, ends the wait too, and nothing is told.
 */
final class LastReader {
  private final Posix posix;
  private final ReadinessWait wait;

  private LastReader(Posix posix, ReadinessWait wait) {
    this.posix = posix;
    this.wait = wait;
  }

  /** Of a pipe that was just opened, and whose write end no other thread knows. */
  static LastReader of(Descriptor writeEnd) throws ErrnoException {
    Posix posix = writeEnd.posix();
    int epoll = posix.epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0) {
      throw new ErrnoException("watch the readers of a pipe", -epoll);
    }
    Descriptor owned = Descriptor.own(posix, epoll);
    int added = posix.epoll_ctl(epoll, EPOLL_CTL_ADD, writeEnd.number(), 0, 0);
    if (added < 0) {
      owned.close();
      throw new ErrnoException("watch the readers of a pipe", -added);
    }
    ReadinessWait wait = ReadinessWait.forReading(owned);
    writeEnd.beforeClose(wait::close);
    return new LastReader(posix, wait);
  }

  /** Runs {@code action} on a virtual thread once they have gone, unless the end closes first. */
  void whenGone(Runnable action) {
    Thread.ofVirtual()
        .name("standpipe-readers")
        .start(() -> {
          if (await()) {
            action.run();
          }
        });
  }

  /**
   * Blocks until they have gone or the write end is closed: whether they have gone. If the system
   * has no memory to report readiness, it is asked at intervals.
   */
  private boolean await() {
    Descriptor epoll = wait.descriptor();
    try {
      while (!epoll.isClosed()) {
        wait.awaitInterruptibly(Deadline.NEVER);
        int fd = epoll.acquire();
        if (fd >= 0) {
          try {
            if (posix.poll(fd, EPOLLIN, 0) > 0) {
              return true;
            }
          } finally {
            epoll.release();
          }
        }
      }
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("no other code knows this thread", e);
    }
  }
}
