package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.EPOLLONESHOT;
import static io.standpipe.internal.posix.Constants.EPOLL_CLOEXEC;
import static io.standpipe.internal.posix.Constants.EPOLL_CTL_ADD;
import static io.standpipe.internal.posix.Constants.EPOLL_CTL_DEL;
import static io.standpipe.internal.posix.Constants.EPOLL_CTL_MOD;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The registrations of the readiness loop: one epoll, which starts with its {@link PollLoop} at the
 * first wait.
 *
 * <p>Every registration is one-shot: it reports once, then sleeps until it is armed again. Arming
 * looks at the descriptor's state at that moment, so readiness that came before is also reported,
 * and no wake-up is lost between a failed read and the arming. The loop runs no code of users: its
 * listeners belong to this package and only unpark, count down or reap.
 *
 * <p>Registrations are known by an id that is never used twice. An event for a registration that
 * was just dropped finds no listener and is ignored, even if another file has the descriptor's
 * number by then.
 *
 * <p><b>If the loop fails</b> (its epoll was closed by other code in this process, or epoll_wait is
 * forbidden by a filter), every listener is called. The threads behind them find that nothing is
 * ready and arm again, which starts another loop with another epoll and registers anew. A thread
 * cannot arm with the old epoll and wait for the new loop: it begins its wait before it reads which
 * epoll there is, and that epoll is taken away before the listeners are called. So it either is
 * among those that are called, or sees that there is no epoll. After {@value #MOST_LOOPS} loops
 * there is no other one: then arming fails, and each waiting thread throws, with the errno.
 */
final class Poller {
  private static final int MOST_LOOPS = 8;
  private static final Poller SHARED = new Poller(Platform.posix());

  private final Posix posix;
  private volatile int epoll = -1;
  private volatile boolean exiting;

  /** How many loops have failed, and the errno of the last one. Under this object's monitor. */
  private int failedLoops;

  private int failure;
  private final AtomicLong ids = new AtomicLong();
  private final ConcurrentHashMap<Long, Runnable> listeners = new ConcurrentHashMap<>();

  /** For tests; other code uses {@link #shared}. */
  Poller(Posix posix) {
    this.posix = posix;
  }

  /** The one of this process; it uses no descriptor and no thread before the first wait. */
  static Poller shared() {
    return SHARED;
  }

  /** The epoll, or −errno if none can be opened now; the next call then tries again. */
  private synchronized int start() {
    if (failedLoops >= MOST_LOOPS) {
      return -failure;
    }
    if (epoll < 0) {
      int opened = posix.epoll_create1(EPOLL_CLOEXEC);
      if (opened < 0) {
        return opened;
      }
      PollLoop loop = startLoop(opened);
      epoll = opened;
      watchForExit(loop);
    }
    return epoll;
  }

  /** Before the epoll is published: if no thread can be started, no wait may depend on it. */
  private PollLoop startLoop(int opened) {
    PollLoop loop = null;
    try {
      loop = PollLoop.start(posix, opened, listeners::get, errno -> onLoopFailed(opened, errno));
      return loop;
    } finally {
      if (loop == null) {
        posix.close(opened);
      }
    }
  }

  /**
   * On the thread of a loop that ends. Its epoll stays open: a thread may be about to use the
   * number, which must not be another file's by then.
   *
   * <p>A lack of memory ends this half way; the loop calls it again.
   */
  private void onLoopFailed(int failed, int errno) {
    synchronized (this) {
      if (epoll == failed) {
        epoll = -1;
        failedLoops++;
        failure = errno;
      }
    }
    listeners.values().forEach(PollLoop::notify);
  }

  /**
   * A JVM that exits waits up to 300 ms for threads in native code (HotSpot, {@code VM_Exit}), such
   * as one in epoll_wait. So all threads leave native code when the shutdown hooks begin.
   */
  private void watchForExit(PollLoop loop) {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> onExit(loop), "standpipe-exit"));
    } catch (IllegalStateException e) {
      onExit(loop); // the JVM is already exiting
    }
  }

  private void onExit(PollLoop loop) {
    exiting = true;
    WakeableSleep.wakeAll();
    loop.leaveNativeCode();
  }

  /** Whether the JVM is exiting: no thread may stay in native code any more. */
  boolean isExiting() {
    return exiting;
  }

  /** Whether {@code result}, of {@link #add}, means that this kind of descriptor never waits. */
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

  /** Makes sure that the loop runs: 0 or more, or −errno. */
  int prepare() {
    int now = epoll;
    return now >= 0 ? now : start();
  }

  /** Registers and arms: 0 or −errno, which is −EPERM for a regular file and the like. */
  int add(Descriptor descriptor, int events, long id) {
    int started = prepare();
    return started < 0 ? started : control(started, EPOLL_CTL_ADD, descriptor, events, id);
  }

  /** Arms a registration again. The caller holds a use of the descriptor, as for {@link #add}. */
  int arm(Descriptor descriptor, int events, long id) {
    int started = prepare();
    int armed = started < 0 ? started : control(started, EPOLL_CTL_MOD, descriptor, events, id);
    // Where a loop has failed, the registration was in its epoll.
    return armed == -Errno.ENOENT ? control(started, EPOLL_CTL_ADD, descriptor, events, id) : armed;
  }

  private static int control(int epoll, int operation, Descriptor descriptor, int events, long id) {
    return descriptor
        .posix()
        .epoll_ctl(epoll, operation, descriptor.number(), events | EPOLLONESHOT, id);
  }

  /** Undoes {@link #add} for now; an event that is on its way may still come. */
  int disarm(Descriptor descriptor) {
    return control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0);
  }

  /**
   * Ends a registration. Must come before the number is closed: epoll refers to the open file
   * description, not to the number, so the registration would live on with any duplicate.
   */
  void remove(Descriptor descriptor, long id) {
    descriptor.posix().epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor.number(), 0, 0);
    forget(id);
  }
}
