package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.EFD_CLOEXEC;
import static io.standpipe.internal.posix.Constants.EPOLLIN;
import static io.standpipe.internal.posix.Constants.EPOLLONESHOT;
import static io.standpipe.internal.posix.Constants.EPOLL_CTL_ADD;

import io.standpipe.internal.posix.EpollEvents;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The readiness loop: waits for the events of one epoll and calls the listener of each, on one
 * daemon thread that lives until the JVM ends.
 *
 * <p>All waits of the process depend on this thread, so nothing ends it: not a listener that fails,
 * not a lack of memory.
 */
final class PollLoop {
  private static final int BATCH = 256;
  private static final int FOR_EVER = -1;
  private static final int NOT_AT_ALL = 0;
  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Not the id of any registration: those begin at 1. */
  private static final long EXITING = 0;

  private final Posix posix;
  private final int epoll;
  private final LongFunction<@Nullable Runnable> listeners;
  private volatile boolean exiting;

  private PollLoop(Posix posix, int epoll, LongFunction<@Nullable Runnable> listeners) {
    this.posix = posix;
    this.epoll = epoll;
    this.listeners = listeners;
  }

  /**
   * Starts the loop on a thread of its own.
   *
   * @param listeners finds the listener of a registration by its id; null if it was dropped
   */
  static PollLoop start(Posix posix, int epoll, LongFunction<@Nullable Runnable> listeners) {
    var loop = new PollLoop(posix, epoll, listeners);
    Thread.ofPlatform().name("standpipe-ready").daemon().start(loop::run);
    return loop;
  }

  /**
   * The JVM is exiting, so the loop no longer sleeps in native code. It goes on, because other
   * shutdown hooks may wait. An eventfd that is ready from the start ends its current sleep.
   */
  void leaveNativeCode() {
    exiting = true;
    int ready = posix.eventfd(1, EFD_CLOEXEC);
    posix.epoll_ctl(epoll, EPOLL_CTL_ADD, ready, EPOLLIN | EPOLLONESHOT, EXITING);
  }

  /**
   * If the JVM has no memory left for a step, the loop tries that step again after a moment until
   * it succeeds: an event that is dropped does not come again.
   */
  private void run() {
    var events = new EpollEvents(BATCH);
    int came = 0;
    int next = 0;
    while (true) {
      try {
        if (next < came) {
          notify(listeners.apply(events.data(next)));
          next++;
        } else {
          came = await(events);
          next = 0;
        }
      } catch (VirtualMachineError e) {
        LockSupport.parkNanos(NAP_NANOS);
      }
    }
  }

  private int await(EpollEvents events) {
    int n = posix.epoll_wait(epoll, events, exiting ? NOT_AT_ALL : FOR_EVER);
    if (n == 0) {
      LockSupport.parkNanos(NAP_NANOS); // outside native code, so that the JVM can exit meanwhile
    }
    if (n < 0 && n != -Errno.EINTR) {
      // A valid epoll returns no other error: the bookkeeping of this class must be broken.
      throw new IllegalStateException("epoll_wait: " + Errno.text(-n));
    }
    return n;
  }

  /**
   * A listener that fails must not end the waits of all the others. Its failure is reported on a
   * thread of its own, because the handler is code of a user and may block or throw. A listener
   * that had no memory is called again, which each of them must allow.
   */
  private static void notify(@Nullable Runnable listener) {
    if (listener == null) {
      return;
    }
    try {
      listener.run();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      Thread.ofVirtual()
          .name("standpipe-report")
          .start(() -> {
            throw e;
          });
    }
  }
}
