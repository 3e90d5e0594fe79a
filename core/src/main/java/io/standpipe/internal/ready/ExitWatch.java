package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.EPOLLIN;
import static io.standpipe.internal.posix.Constants.P_PID;
import static io.standpipe.internal.posix.Constants.P_PIDFD;
import static io.standpipe.internal.posix.Constants.WEXITED;
import static io.standpipe.internal.posix.Constants.WNOHANG;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of one child, as an event: its pidfd in the readiness loop. The loop reaps the child, so
 * no zombie waits for somebody to ask, and only this child: nobody else's.
 *
 * <p>A pid is not used again before it is reaped, and nobody but us reaps it; so the pidfd taken
 * right after the spawn, and every signal sent through it, mean this child and no other.
 */
public final class ExitWatch {
  private static final int SIGKILL = 9;
  private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Posix posix;
  private final int pid;
  private final Descriptor pidfd;
  private final long id;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Runnable> listeners = new ArrayList<>();
  private volatile long status;

  /** False while a thread waits for it by itself. Under this object's monitor. */
  private boolean inLoop = true;

  private ExitWatch(Posix posix, int pid, Descriptor pidfd) {
    this.posix = posix;
    this.pid = pid;
    this.pidfd = pidfd;
    this.id = Poller.shared().newId(this::onReady);
  }

  /** A watched child, or the errno (negative) for which it could not be watched. */
  public record Watched(@Nullable ExitWatch exit, int error) {}

  /**
   * Watches a child just spawned. Where no pidfd is to be had the child is killed and reaped: it
   * must not live on unowned.
   */
  public static Watched watch(Posix posix, int pid) {
    Watched watched = null;
    try {
      watched = tryToWatch(posix, pid);
      return watched;
    } finally {
      if (watched == null || watched.exit == null) {
        killAndReap(posix, pid);
      }
    }
  }

  private static Watched tryToWatch(Posix posix, int pid) {
    int number = posix.pidfd_open(pid);
    if (number < 0) {
      return new Watched(null, number);
    }
    var exit = new ExitWatch(posix, pid, Descriptor.own(posix, number));
    int registered = -Errno.ENOMEM;
    try {
      registered = Poller.shared().add(exit.pidfd, EPOLLIN, exit.id);
    } finally {
      if (registered < 0) {
        exit.finish(0); // gives the pidfd back
      }
    }
    return registered < 0 ? new Watched(null, registered) : new Watched(exit, 0);
  }

  /** Needs no descriptor: it may be for want of one that the child cannot be watched. */
  private static void killAndReap(Posix posix, int pid) {
    posix.kill(pid, SIGKILL);
    long result;
    do {
      result = posix.waitid(P_PID, pid, WEXITED);
    } while (result == -Errno.EINTR);
  }

  /** Blocks until the child has ended, or the deadline has: whether it has. */
  public boolean await(Deadline deadline) throws InterruptedException {
    if (!deadline.hasPassed() && !Thread.currentThread().isVirtual()) {
      awaitInKernel(deadline);
    }
    return ended.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
  }

  /**
   * A platform thread takes the child out of the loop and waits for it by itself: an exit then
   * wakes one thread, not first the loop and through it the other. That is a tenth of the time that
   * it takes to run {@code true}.
   *
   * <p>It may return for any reason and at any time: after it the latch is waited for, which tells
   * whether the child has ended, and by then the loop sees to the child again. An event of the
   * loop's that was on its way when the child was taken out does no harm: both reap under this
   * object's monitor, and whoever comes second finds that it has ended.
   */
  private void awaitInKernel(Deadline deadline) {
    WakeableSleep bell = hasEnded() ? null : WakeableSleep.take();
    if (bell == null) {
      return;
    }
    try {
      if (takeFromLoop()) {
        try {
          sleep(bell, deadline);
        } finally {
          giveToLoop();
        }
      }
    } finally {
      bell.giveBack();
    }
  }

  /** False where it has ended, another thread has taken it, or the loop does not let go of it. */
  private synchronized boolean takeFromLoop() {
    if (!inLoop || hasEnded()) {
      return false;
    }
    inLoop = Poller.shared().disarm(pidfd) < 0;
    return !inLoop;
  }

  /** The pidfd stays open meanwhile, also where the child is reaped by another. */
  private void sleep(WakeableSleep bell, Deadline deadline) {
    int fd = pidfd.acquire();
    if (fd < 0) {
      return;
    }
    try {
      if (!Poller.shared().isExiting() && bell.sleep(posix, fd, deadline)) {
        reap(); // or the loop does, later
      }
    } finally {
      pidfd.release();
    }
  }

  /** To add it looks at its state: an exit that nobody has seen yet is reported at once. */
  private void giveToLoop() {
    if (!isBackInLoop()) {
      Thread.ofVirtual().name("standpipe-exit").start(this::askAgain);
    }
  }

  private synchronized boolean isBackInLoop() {
    inLoop = hasEnded() || Poller.shared().add(pidfd, EPOLLIN, id) >= 0;
    return inLoop;
  }

  /**
   * Time takes the place of events: the system had no memory left to watch it, or it has ended but
   * cannot be reaped yet, for a debugger that traces it has not been told (its pidfd is ready all
   * that while).
   */
  private void askAgain() {
    try {
      while (!reap() && !isBackInLoop()) {
        TimeUnit.NANOSECONDS.sleep(ASK_AGAIN_NANOS);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody knows this thread", e);
    }
  }

  public boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /** In the form of {@code WaitStatus}, once ended; −errno where somebody else took the status. */
  public long status() {
    return status;
  }

  /** 0, or −ESRCH once the child has ended, or another −errno. */
  public int signal(int number) {
    int fd = pidfd.acquire();
    if (fd < 0) {
      return -Errno.ESRCH;
    }
    try {
      return posix.pidfd_send_signal(fd, number);
    } finally {
      pidfd.release();
    }
  }

  /**
   * The same to the whole process group that the child leads, at one moment: no member escapes by
   * having a child. Excluded from reaping, for until then the group's number cannot be another's.
   */
  public synchronized int signalGroup(int number) {
    return hasEnded() ? -Errno.ESRCH : posix.kill(-pid, number);
  }

  /**
   * Runs {@code action} on a virtual thread of its own when the child has ended; at once if it has.
   * The loop's thread runs none of it.
   *
   * <p>Setting the action and opening the latch exclude each other: either the action is there when
   * the latch opens, or the latch is seen to be open.
   */
  public synchronized void whenEnded(Runnable action) {
    if (hasEnded()) {
      Thread.startVirtualThread(action);
    } else {
      listeners.add(action);
    }
  }

  /** On the loop's thread. */
  synchronized void onReady() {
    if (!reap() && inLoop) {
      Thread.ofVirtual().name("standpipe-exit").start(this::askAgain);
    }
  }

  /** Whether the child has ended, and is reaped by now. */
  private synchronized boolean reap() {
    if (hasEnded()) {
      return true;
    }
    long result = posix.waitid(P_PIDFD, pidfd.number(), WEXITED | WNOHANG);
    if (result == 0 || result == -Errno.EINTR) {
      return false;
    }
    finish(result);
    return true;
  }

  /**
   * The status is written before the latch opens: whoever has waited sees it. The registration ends
   * with the pidfd: nobody has a duplicate of it.
   */
  private void finish(long result) {
    status = result;
    try {
      Poller.shared().forget(id);
      pidfd.close();
    } finally {
      ended.countDown(); // it has been reaped: nobody tells of it again
    }
    listeners.forEach(Thread::startVirtualThread);
  }
}
