package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.EFD_CLOEXEC;
import static io.standpipe.internal.posix.Constants.EPOLLIN;
import static io.standpipe.internal.posix.Constants.EPOLLONESHOT;
import static io.standpipe.internal.posix.Constants.EPOLL_CLOEXEC;
import static io.standpipe.internal.posix.Constants.EPOLL_CTL_ADD;
import static io.standpipe.internal.posix.Constants.EPOLL_CTL_DEL;
import static io.standpipe.internal.posix.Constants.EPOLL_CTL_MOD;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.EpollEvents;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The readiness loop: one epoll, one daemon thread, started at the first wait, there until the JVM
 * ends.
 *
 * <p>Every registration is one-shot: it reports once, then sleeps until armed again. Arming looks
 * at the descriptor's state at that moment, so that readiness which came before is reported as
 * well: no wake-up is lost between a failed read and the arming. The loop runs no code of users:
 * listeners are of this package, and do nothing but unpark, count down or reap.
 *
 * <p>Registrations are known by an id that is never used twice. An event that arrives for one that
 * has just been dropped finds nobody and is ignored, also when the descriptor's number belongs to
 * somebody else by then.
 */
final class Poller {
  private static final int BATCH = 256;
  private static final int FOR_EVER = -1;
  private static final int NOT_AT_ALL = 0;
  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** No registration's id: those begin at 1. */
  private static final long EXITING = 0;

  private static final Poller SHARED = new Poller(Platform.posix());

  private final Posix posix;
  private volatile int epoll = -1;
  private volatile boolean exiting;
  private final AtomicLong ids = new AtomicLong();
  private final ConcurrentHashMap<Long, Runnable> listeners = new ConcurrentHashMap<>();

  /** For tests; {@link #shared} is the one to use. */
  Poller(Posix posix) {
    this.posix = posix;
  }

  /** The process's one; it takes no descriptor and no thread before the first wait. */
  static Poller shared() {
    return SHARED;
  }

  /** The epoll, or −errno where none can be made now: the next call tries again. */
  private synchronized int start() {
    if (epoll < 0) {
      int made = posix.epoll_create1(EPOLL_CLOEXEC);
      if (made < 0) {
        return made;
      }
      startLoop(made);
      epoll = made;
      watchForExit();
    }
    return epoll;
  }

  /** Before the epoll is published: where there can be no thread, nobody must wait for it. */
  private void startLoop(int made) {
    boolean started = false;
    try {
      Thread.ofPlatform().name("standpipe-ready").daemon().start(() -> loop(made));
      started = true;
    } finally {
      if (!started) {
        posix.close(made);
      }
    }
  }

  /**
   * A JVM that exits waits up to 300 ms for threads in native code, as one in epoll_wait is
   * (HotSpot, {@code VM_Exit}). So from the first shutdown hook on, the loop, woken by an eventfd
   * that is ready from its birth, sleeps there no more: it looks, and naps in Java. It goes on:
   * other hooks may wait.
   */
  private void watchForExit() {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(this::onExit, "standpipe-exit"));
    } catch (IllegalStateException e) {
      onExit(); // it is exiting already
    }
  }

  private void onExit() {
    exiting = true;
    WakeableSleep.ringAll();
    int ready = posix.eventfd(1, EFD_CLOEXEC);
    posix.epoll_ctl(epoll, EPOLL_CTL_ADD, ready, EPOLLIN | EPOLLONESHOT, EXITING);
  }

  /** Whether the JVM exits: no thread is to stay in native code any more. */
  boolean isExiting() {
    return exiting;
  }

  /** Whether {@code result}, of {@link #add}, says that this kind of descriptor never waits. */
  static boolean isAlwaysReady(int result) {
    return result == -Errno.EPERM;
  }

  long newId(Runnable listener) {
    long id = ids.incrementAndGet();
    listeners.put(id, listener);
    return id;
  }

  void forget(long id) {
    listeners.remove(id);
  }

  /** Registers and arms: 0 or −errno, {@code EPERM} for a regular file and the like. */
  int add(Descriptor descriptor, int events, long id) {
    int started = epoll >= 0 ? epoll : start();
    return started < 0 ? started : control(started, EPOLL_CTL_ADD, descriptor, events, id);
  }

  /**
   * Arms what was registered before. The caller holds a use of the descriptor, as for {@link #add}.
   */
  int arm(Descriptor descriptor, int events, long id) {
    return control(epoll, EPOLL_CTL_MOD, descriptor, events, id);
  }

  private static int control(int epoll, int operation, Descriptor descriptor, int events, long id) {
    return descriptor
        .posix()
        .epoll_ctl(epoll, operation, descriptor.number(), events | EPOLLONESHOT, id);
  }

  /** Ends what {@link #add} began, for now; an event that is on its way may still come. */
  int disarm(Descriptor descriptor) {
    return control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0);
  }

  /**
   * Must come before the number is closed: epoll holds the open file description, not the number,
   * and where a duplicate lives on elsewhere the registration would too.
   */
  void remove(Descriptor descriptor, long id) {
    descriptor.posix().epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor.number(), 0, 0);
    forget(id);
  }

  /**
   * Where the JVM has no memory left for a step the same step is tried again after a moment, until
   * it has: all waits depend on this thread, and an event that is dropped does not come again.
   */
  private void loop(int waited) {
    var events = new EpollEvents(BATCH);
    int came = 0;
    int next = 0;
    while (true) {
      try {
        if (next < came) {
          notify(listeners.get(events.data(next)));
          next++;
        } else {
          came = await(waited, events);
          next = 0;
        }
      } catch (VirtualMachineError e) {
        LockSupport.parkNanos(NAP_NANOS);
      }
    }
  }

  private int await(int waited, EpollEvents events) {
    int n = posix.epoll_wait(waited, events, exiting ? NOT_AT_ALL : FOR_EVER);
    if (n == 0) {
      LockSupport.parkNanos(NAP_NANOS); // not in native code, so that the JVM can exit meanwhile
    }
    if (n < 0 && n != -Errno.EINTR) {
      // Nothing else can come of a valid epoll: our own bookkeeping must be broken.
      throw new IllegalStateException("epoll_wait: " + Errno.text(-n));
    }
    return n;
  }

  /**
   * A listener that fails must not end the waits of all the others. It is reported on a thread of
   * its own: the handler is a user's code, and may block or throw. One that had no memory is called
   * again: each of them may be.
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
