package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.EPOLLIN;
import static io.standpipe.internal.posix.Constants.EPOLLOUT;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A descriptor that one thread at a time waits for. Owners serialise their waits by a lock of their
 * own; {@link #close} comes from any thread.
 *
 * <p>Who wakes the waiter, and what if the wake comes first: {@link Wakeup} argues it for any
 * waking. Here readiness is one, told by the loop: the waiter begins, then arms, and arming looks
 * at the descriptor's state at that moment, so that bytes which came before are reported as well.
 * Close is the other: the descriptor is marked closed before the waiter is woken, and to arm a
 * closed descriptor fails.
 *
 * <p>No use of the descriptor is held while parked, so a close then gives the number back at once
 * and the far side sees the end of the stream before the waiter has even woken. Only a call that is
 * on its way, which never sleeps, is waited out.
 */
public final class ReadinessWait {
  /** Why a wait ended. */
  public enum Outcome {
    READY,
    TIMED_OUT,
    INTERRUPTED,
    CLOSED,
    /** The system could not arm the wait; {@link ReadinessWait#error} says why. */
    FAILED
  }

  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Poller poller = Poller.shared();
  private final Descriptor descriptor;
  private final int events;
  private final long id;
  private boolean registered;
  private boolean alwaysReady;
  private int error;
  private final Wakeup wakeup = new Wakeup();

  /** Those that wait for something else, to be woken all the same when this one is closed. */
  private final List<Wakeup> alongside = new CopyOnWriteArrayList<>();

  private ReadinessWait(Descriptor descriptor, int events) {
    this.descriptor = descriptor;
    this.events = events;
    this.id = poller.newId(wakeup::ready);
    descriptor.beforeClose(this::unregister);
  }

  /** Waits of this watch end when something can be read, or the writers are gone. */
  public static ReadinessWait forReading(Descriptor descriptor) {
    return new ReadinessWait(descriptor, EPOLLIN);
  }

  /** Waits of this watch end when something can be written, or the readers are gone. */
  public static ReadinessWait forWriting(Descriptor descriptor) {
    return new ReadinessWait(descriptor, EPOLLOUT);
  }

  public Descriptor descriptor() {
    return descriptor;
  }

  /** What it waits for, as poll(2) has it. */
  public int events() {
    return events;
  }

  /**
   * Parks until the descriptor is ready, closed, the deadline has come or the thread is
   * interrupted. The interrupt status is left as it is.
   */
  public Outcome await(Deadline deadline) {
    return await(deadline, List.of());
  }

  /**
   * The same where more than one descriptor is needed: to close one of {@code others} ends the wait
   * too, as if it were this one.
   *
   * <p>The waiter has its name with the others before it looks whether they are closed; whoever
   * closes one marks it closed before he looks who is to be woken. So one of them sees the other.
   */
  public Outcome await(Deadline deadline, List<ReadinessWait> others) {
    wakeup.begin();
    try {
      for (ReadinessWait other : others) {
        other.alongside.add(wakeup);
      }
      int armed = arm();
      if (armed < 0) {
        return notArmed(armed);
      }
      Outcome outcome = oneIsClosed(others) ? Outcome.CLOSED : wakeup.await(deadline);
      return outcome == Outcome.READY && oneIsClosed(others) ? Outcome.CLOSED : outcome;
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
   * contract on interrupts is {@code InterruptedException}. Where the system has no means left to
   * tell of readiness, a short time stands in for it.
   *
   * @return false when the deadline came first
   */
  public boolean awaitInterruptibly(Deadline deadline) throws InterruptedException {
    Outcome outcome = await(deadline);
    if (outcome == Outcome.INTERRUPTED) {
      Thread.interrupted();
      throw new InterruptedException();
    }
    if (outcome == Outcome.FAILED) {
      long left = deadline.nanosLeft();
      TimeUnit.NANOSECONDS.sleep(Math.clamp(left, 0, LOOK_AGAIN_NANOS));
      return left > 0;
    }
    return outcome != Outcome.TIMED_OUT;
  }

  /** Closes the descriptor and wakes the waiter; true for the first caller. */
  public boolean close() {
    boolean first = descriptor.close();
    wakeup.close();
    alongside.forEach(Wakeup::ready);
    return first;
  }

  private Outcome notArmed(int result) {
    if (descriptor.isClosed()) {
      return Outcome.CLOSED;
    }
    if (alwaysReady) {
      return Outcome.READY;
    }
    error = -result;
    return Outcome.FAILED;
  }

  /** The errno of the last wait that {@link Outcome#FAILED}. For the thread that waited. */
  public int error() {
    return error;
  }

  /** 0, or −EPERM when this descriptor is always ready, or what else kept it from being armed. */
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

  /** Runs once, when no use of the descriptor is left, hence never together with {@link #arm}. */
  private void unregister() {
    if (registered) {
      poller.remove(descriptor, id);
    } else {
      poller.forget(id);
    }
  }
}
