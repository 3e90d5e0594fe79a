package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.EPOLLIN;
import static io.standpipe.internal.posix.Constants.EPOLLOUT;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A descriptor that one thread at a time waits for. Owners serialise their waits under a lock of
 * their own; {@link #close} may come from any thread.
 *
 * <p>Two events wake the waiting thread; {@link Wakeup} argues for any of them why it is not lost
 * if it comes first. One is readiness, reported by the loop: the waiting thread begins, then arms,
 * and arming looks at the descriptor's state at that moment, so bytes that came before are also
 * reported. The other is a close: the descriptor is marked closed before the waiting thread is
 * woken, and arming a closed descriptor fails.
 *
 * <p>A parked thread holds no use of the descriptor. So a close then closes the number at once, and
 * the far side sees the end of the stream before the waiting thread has even woken. Only a call in
 * progress, which never sleeps, delays it.
 */
public final class ReadinessWait {
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Poller poller;
  private final Descriptor descriptor;
  private final int events;
  private final long id;
  private boolean registered;
  private boolean alwaysReady;
  private int error;
  private final Wakeup wakeup = new Wakeup();

  /** Waits for another descriptor that also end when this one is closed. */
  private final List<Wakeup> alongside = new CopyOnWriteArrayList<>();

  /** With another loop than the shared one: for tests. */
  ReadinessWait(Poller poller, Descriptor descriptor, int events) {
    this.poller = poller;
    this.descriptor = descriptor;
    this.events = events;
    this.id = poller.newId(wakeup::ready);
    descriptor.beforeClose(this::unregister);
  }

  /** Waits until something can be read, or the writers are gone. */
  public static ReadinessWait forReading(Descriptor descriptor) {
    return new ReadinessWait(Poller.shared(), descriptor, EPOLLIN);
  }

  /** Waits until something can be written, or the readers are gone. */
  public static ReadinessWait forWriting(Descriptor descriptor) {
    return new ReadinessWait(Poller.shared(), descriptor, EPOLLOUT);
  }

  public Descriptor descriptor() {
    return descriptor;
  }

  /** The events that it waits for, as in poll(2). */
  public int events() {
    return events;
  }

  /**
   * Parks until the descriptor is ready or closed, the deadline has come, or the thread is
   * interrupted. The interrupt status stays as it is.
   */
  public WaitOutcome await(Deadline deadline) {
    return await(deadline, List.of());
  }

  /**
   * {@link #await(Deadline)} for an operation that needs more than one descriptor: closing one of
   * {@code others} also ends the wait, as if it were this one.
   *
   * <p>The waiting thread registers with the others before it looks whether they are closed. A
   * closing thread marks its descriptor closed before it looks for threads to wake. So at least one
   * of the two sees the other.
   */
  public WaitOutcome await(Deadline deadline, List<ReadinessWait> others) {
    wakeup.begin();
    try {
      for (ReadinessWait other : others) {
        other.alongside.add(wakeup);
      }
      int armed = arm();
      if (armed < 0) {
        return notArmed(armed);
      }
      WaitOutcome outcome = oneIsClosed(others) ? WaitOutcome.CLOSED : wakeup.await(deadline);
      return outcome == WaitOutcome.READY && oneIsClosed(others) ? WaitOutcome.CLOSED : outcome;
    } finally {
      for (ReadinessWait other : others) {
        other.alongside.remove(wakeup);
      }
      wakeup.end();
    }
  }

  private static boolean oneIsClosed(List<ReadinessWait> others) {
    for (ReadinessWait other : others) {
      if (other.descriptor.isClosed()) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@link #await} for callers that look for themselves afterwards and wait again, and whose own
   * contract on interrupts is {@code InterruptedException}. If the system has no resources left to
   * report readiness, a short sleep replaces the event.
   *
   * @return false if the deadline came first
   */
  public boolean awaitInterruptibly(Deadline deadline) throws InterruptedException {
    WaitOutcome outcome = await(deadline);
    if (outcome == WaitOutcome.INTERRUPTED) {
      Thread.interrupted();
      throw new InterruptedException();
    }
    if (outcome == WaitOutcome.FAILED) {
      long left = deadline.nanosLeft();
      TimeUnit.NANOSECONDS.sleep(Math.clamp(left, 0, LOOK_AGAIN_NANOS));
      return left > 0;
    }
    return outcome != WaitOutcome.TIMED_OUT;
  }

  /** Closes the descriptor and wakes the waiting thread; true for the first caller. */
  public boolean close() {
    boolean first = descriptor.close();
    wakeup.close();
    alongside.forEach(Wakeup::ready);
    return first;
  }

  private WaitOutcome notArmed(int result) {
    if (descriptor.isClosed()) {
      return WaitOutcome.CLOSED;
    }
    if (alwaysReady) {
      return WaitOutcome.READY;
    }
    error = -result;
    return WaitOutcome.FAILED;
  }

  /** The errno of the last {@link WaitOutcome#FAILED} wait. For the thread that waited. */
  public int error() {
    return error;
  }

  /** 0, −EPERM if this descriptor is always ready, or another −errno if it could not be armed. */
  private int arm() {
    if (alwaysReady) {
      return -Errno.EPERM;
    }
    int fd = descriptor.acquire();
    if (fd < 0) {
      return fd;
    }
    try {
      int result =
          registered ? poller.arm(descriptor, events, id) : poller.add(descriptor, events, id);
      registered |= result == 0;
      alwaysReady = Poller.isAlwaysReady(result);
      return result;
    } finally {
      descriptor.release();
    }
  }

  /** Runs once, when no use of the descriptor is left, so never together with {@link #arm}. */
  private void unregister() {
    if (registered) {
      poller.remove(descriptor, id);
    } else {
      poller.forget(id);
    }
  }
}
