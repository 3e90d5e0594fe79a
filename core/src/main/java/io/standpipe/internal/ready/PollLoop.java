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
import java.util.function.IntConsumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The readiness loop: waits for the events of one epoll and calls the listener of each, on one
 * daemon thread that lives until the JVM ends.
 *
 * <p>All waits of the process depend on this thread, so neither a listener that fails nor a lack of
 * memory ends it. What does, an epoll that cannot be waited for, is told to its owner, who wakes
 * every waiting thread.
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
  private final IntConsumer onFailure;
  private volatile boolean exiting;

  private PollLoop(
      Posix posix, int epoll, LongFunction<@Nullable Runnable> listeners, IntConsumer onFailure) {
    this.posix = posix;
    this.epoll = epoll;
    this.listeners = listeners;
    this.onFailure = onFailure;
  }

  /**
   * Starts the loop on a thread of its own.
   *
   * @param listeners finds the listener of a registration by its id; null if it was dropped
   * @param onFailure is told the errno of an epoll_wait that can only fail, before the thread ends
   */
  static PollLoop start(
      Posix posix, int epoll, LongFunction<@Nullable Runnable> listeners, IntConsumer onFailure) {
    var loop = new PollLoop(posix, epoll, listeners, onFailure);
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
   * it succeeds: an event that is dropped does not come again. It calls the listener that had no
   * memory again even if that has dropped its registration meanwhile.
   */
  private void run() {
    var events = new EpollEvents(BATCH);
    int came = 0;
    int next = 0;
    Runnable listener = null;
    while (true) {
      try {
        if (came < 0 && came != -Errno.EINTR) {
          onFailure.accept(-came);
          return;
        } else if (next < came) {
          listener = listener == null ? listeners.apply(events.data(next)) : listener;
          notify(listener);
          listener = null;
          next++;
        } else {
          next = 0;
          came = await(events);
        }
      } catch (VirtualMachineError e) {
        LockSupport.parkNanos(NAP_NANOS);
      } catch (RuntimeException | Error e) {
        came = -Errno.EIO; // neither the kernel's nor a listener's: a bug on this thread
        reportIfPossible(e);
      }
    }
  }

  private int await(EpollEvents events) {
    int n = posix.epoll_wait(epoll, events, exiting ? NOT_AT_ALL : FOR_EVER);
    if (n == 0) {
      LockSupport.parkNanos(NAP_NANOS); // outside native code, so that the JVM can exit meanwhile
    }
    return n;
  }

  /**
   * A listener that fails must not end the waits of all the others. A listener that had no memory
   * is called again, which each of them must allow.
   */
  static void notify(@Nullable Runnable listener) {
    if (listener == null) {
      return;
    }
    try {
      listener.run();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      report(e);
    }
  }

  private static void reportIfPossible(Throwable thrown) {
    try {
      report(thrown);
    } catch (VirtualMachineError e) {
      // Every waiting thread learns of it all the same.
    }
  }

  /** On a thread of its own, because the handler is code of a user and may block or throw. */
  private static void report(Throwable thrown) {
    Thread.ofVirtual()
        .name("standpipe-report")
        .start(() -> {
          switch (thrown) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(thrown);
          }
        });
  }
}
