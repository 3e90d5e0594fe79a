package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.EPOLLIN;
import static io.standpipe.internal.posix.Constants.P_PIDFD;
import static io.standpipe.internal.posix.Constants.SIGKILL;
import static io.standpipe.internal.posix.Constants.WEXITED;
import static io.standpipe.internal.posix.Constants.WNOHANG;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reports the end of one child as an event: its pidfd in the readiness loop. The loop reaps this
 * child, and no other, so no zombie remains until some thread asks for it.
 *
 * <p>A pid is not used again before it is reaped, and only this class reaps it. So the pidfd opened
 * right after the spawn, and every signal sent through it, mean this child and no other process.
 *
 * <p>If members of the child's group outlive it, the pidfd stays open, because it alone still names
 * that group: until the last member has gone, or {@link #forgetGroup}.
 */
public final class ExitWatch {
  private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long KILLED_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Posix posix;
  private final Descriptor pidfd;
  private final LedGroup group;
  private final long id;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Runnable> listeners = new ArrayList<>();
  private volatile long status;
  private volatile long endedAtNanos;

  /** False while a thread waits in the kernel instead of the loop. Under this object's monitor. */
  private boolean inLoop = true;

  /** Whether no caller will ask for the child's group any more. Under this object's monitor. */
  private boolean groupForgotten;

  private ExitWatch(Posix posix, int pid, Descriptor pidfd) {
    this.posix = posix;
    this.pidfd = pidfd;
    this.group = new LedGroup(posix, pid, pidfd);
    this.id = Poller.shared().newId(this::onReady);
  }

  /** A watch that owns {@code pidfd}. {@link #register} must follow. */
  static ExitWatch of(Posix posix, int pid, int pidfd) {
    return new ExitWatch(posix, pid, Descriptor.own(posix, pidfd));
  }

  /** Hands the child to the loop: 0, or −errno, and then the pidfd is closed. */
  int register() {
    int registered = -Errno.ENOMEM;
    try {
      registered = Poller.shared().add(pidfd, EPOLLIN, id);
    } finally {
      if (registered < 0) {
        groupForgotten = true;
        finish(0);
      }
    }
    return registered;
  }

  /** Blocks until the child has ended or the deadline has come; true if it has ended. */
  public boolean await(Deadline deadline) throws InterruptedException {
    if (!deadline.hasPassed() && !Thread.currentThread().isVirtual()) {
      awaitInKernel(deadline);
    }
    return ended.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
  }

  /**
   * A platform thread takes the child out of the loop and waits for it in the kernel. So an exit
   * wakes that one thread, instead of waking the loop, which then wakes the thread. That saves a
   * tenth of the time that running {@code true} takes.
   *
   * <p>It may return for any reason and at any time. Afterwards the caller waits for the latch,
   * which shows whether the child has ended, and by then the loop watches the child again. An event
   * of the loop that was on its way when the child was taken out does no harm: both threads reap
   * under this object's monitor, and the second finds that the child has ended.
   */
  private void awaitInKernel(Deadline deadline) {
    WakeableSleep sleep = hasEnded() ? null : WakeableSleep.borrow();
    if (sleep == null) {
      return;
    }
    try {
      if (takeFromLoop()) {
        try {
          if (!Poller.shared().isExiting() && sleep.untilReadable(pidfd, deadline)) {
            reap(); // if the child cannot be reaped yet, the loop tries again
          }
        } finally {
          giveToLoop();
        }
      }
    } finally {
      sleep.giveBack();
    }
  }

  /** False if the child has ended, another thread has taken it, or the loop cannot let go of it. */
  private synchronized boolean takeFromLoop() {
    if (!inLoop || hasEnded()) {
      return false;
    }
    inLoop = Poller.shared().disarm(pidfd) < 0;
    return !inLoop;
  }

  /**
   * Adding the pidfd looks at its state, so an exit that no thread has seen is reported at once.
   */
  private void giveToLoop() {
    if (!isBackInLoop()) {
      askAgainLater();
    }
  }

  private synchronized boolean isBackInLoop() {
    inLoop = hasEnded() || Poller.shared().add(pidfd, EPOLLIN, id) >= 0;
    return inLoop;
  }

  private void askAgainLater() {
    MemoryShortage.outlast(() -> Thread.ofVirtual().name("standpipe-exit").start(this::askAgain));
  }

  /**
   * Asks at short intervals instead of waiting for an event, in two cases: the system had no memory
   * left to watch the child; or the child has ended but cannot be reaped yet, because a debugger
   * that traces it has not been told (its pidfd is ready all that time). No other thread watches
   * the child meanwhile, so no lack of memory ends this one.
   */
  private void askAgain() {
    try {
      while (!hasBeenSeenTo()) {
        TimeUnit.NANOSECONDS.sleep(ASK_AGAIN_NANOS);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("no other code knows this thread", e);
    }
  }

  private boolean hasBeenSeenTo() {
    try {
      return reap() || isBackInLoop();
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  public boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /** Once ended, the status in the form of {@code WaitStatus}; −errno if it was taken elsewhere. */
  public long status() {
    return status;
  }

  /**
   * Once ended, when that was noticed, in {@link System#nanoTime}'s time. The loop notices exits in
   * the order in which they happened; a thread that waits in the kernel may be late.
   */
  public long endedAtNanos() {
    return endedAtNanos;
  }

  /** Sends a signal to the child: 0, −ESRCH once it has ended, or another −errno. */
  public int signal(int number) {
    int fd = pidfd.acquire();
    if (fd < 0) {
      return -Errno.ESRCH;
    }
    try {
      return posix.pidfd_send_signal(fd, number, 0);
    } finally {
      pidfd.release();
    }
  }

  /**
   * Sends a signal to the whole process group that the child leads, at one moment, so no member
   * escapes by forking. This excludes reaping, because until then the group's number cannot belong
   * to another group.
   *
   * @param number 0 asks whether there is a member
   * @return 0; −ESRCH if there is no member; −ENOSYS if this kernel cannot tell, because the child
   *     has been reaped; or another −errno
   */
  public synchronized int signalGroup(int number) {
    return group.signal(number, hasEnded());
  }

  /**
   * Kills the child with its group and waits until it is reaped: for a start that fails after the
   * spawn. An interrupt ends the wait and stays set; the loop reaps the child all the same.
   */
  public void killAndAwait() {
    signalGroup(SIGKILL);
    signal(SIGKILL);
    try {
      await(Deadline.afterNanos(KILLED_NANOS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    forgetGroup();
  }

  /** Gives up the descriptor that names the group of a child that has ended. */
  public synchronized void forgetGroup() {
    groupForgotten = true;
    if (hasEnded()) {
      pidfd.close();
    }
  }

  /**
   * Runs {@code action} on a virtual thread of its own when the child has ended, or at once if it
   * already has. The loop's thread runs no part of it.
   *
   * <p>Adding the action and opening the latch exclude each other: either the action has been added
   * when the latch opens, or this method sees that the latch is open.
   */
  public synchronized void whenEnded(Runnable action) {
    listeners.add(action);
    if (hasEnded()) {
      startListeners();
    }
  }

  /** On the loop's thread. */
  synchronized void onReady() {
    if (!reap() && inLoop) {
      askAgainLater();
    }
  }

  /** Whether the child has ended and has been reaped. */
  private synchronized boolean reap() {
    if (hasEnded()) {
      startListeners();
      return true;
    }
    long result = posix.waitid(P_PIDFD, pidfd.number(), WEXITED | WNOHANG);
    if (result == 0 || result == -Errno.EINTR) {
      return false;
    }
    finish(result);
    return true;
  }

  /** Writes the status before the latch opens, so a thread that has waited sees it. */
  private void finish(long result) {
    endedAtNanos = System.nanoTime();
    status = result;
    try {
      if (groupForgotten || !group.outlivesLeader()) {
        Poller.shared().forget(id);
        pidfd.close(); // ends the registration too, because no process has a duplicate of it
      } else {
        Poller.shared().remove(pidfd, id);
      }
    } finally {
      ended.countDown(); // the child has been reaped, so no later event would open the latch
    }
    startListeners();
  }

  /**
   * Starts each once, on whichever thread has found the end. If the JVM can start no thread now,
   * the rest stay in the list until it can.
   */
  private void startListeners() {
    MemoryShortage.outlast(this::startAll);
  }

  private void startAll() {
    while (!listeners.isEmpty()) {
      Thread.startVirtualThread(listeners.getFirst());
      listeners.removeFirst();
    }
  }
}
