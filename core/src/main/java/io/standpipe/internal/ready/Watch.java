package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.EPOLLIN;
import static io.standpipe.internal.posix.Constants.EPOLLOUT;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor that one thread at a time waits for. Owners serialise their waits by a lock of their
 * own; {@link #close} comes from any thread.
 *
 * <p>Who wakes the waiter, and what if the wake comes first:
 *
 * <ul>
 *   <li><b>Readiness.</b> The waiter sets {@code ready} to false, publishes itself, arms. The loop
 *       sets {@code ready} and unparks. If the event comes before the park, {@code unpark} has left
 *       its permit and {@code ready} is seen. If data came before the arming, arming reports it. An
 *       event of an earlier wait that ran out of time may come late: a spurious wake, after which
 *       the caller's read finds nothing and waits again.
 *   <li><b>Close.</b> The descriptor is marked closed first, then whoever is published is unparked;
 *       the waiter publishes itself first, then looks at the mark: one of the two sees the other.
 *   <li><b>Interrupt and deadline.</b> {@code parkNanos} returns for both by itself, and at once
 *       when the thread was interrupted before.
 * </ul>
 *
 * <p>No use of the descriptor is held while parked, so a close gives the number back at once and
 * the far side sees the end of the stream before the waiter has even woken.
 */
public final class Watch {
  /** Why a wait ended. */
  public enum Outcome {
    READY,
    TIMED_OUT,
    INTERRUPTED,
    CLOSED,
    /** The system could not arm the wait; {@link Watch#error} says why. */
    FAILED
  }

  /** A deadline that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Poller poller = Poller.shared();
  private final Descriptor descriptor;
  private final int events;
  private final long id;
  private boolean registered;
  private boolean alwaysReady;
  private int error;
  private volatile boolean ready;
  private volatile @Nullable Thread waiter;

  private Watch(Descriptor descriptor, int events) {
    this.descriptor = descriptor;
    this.events = events;
    this.id = poller.newId(this::onReady);
    descriptor.beforeClose(this::unregister);
  }

  /** Waits of this watch end when something can be read, or the writers are gone. */
  public static Watch forReading(Descriptor descriptor) {
    return new Watch(descriptor, EPOLLIN);
  }

  /** Waits of this watch end when something can be written, or the readers are gone. */
  public static Watch forWriting(Descriptor descriptor) {
    return new Watch(descriptor, EPOLLOUT);
  }

  public Descriptor descriptor() {
    return descriptor;
  }

  /** A deadline for {@link #await}, {@code nanos} from now. */
  public static long deadlineIn(long nanos) {
    long deadline = System.nanoTime() + Math.max(nanos, 0);
    return deadline == NEVER ? NEVER - 1 : deadline;
  }

  /** What is left until a deadline; {@code Long.MAX_VALUE} for {@link #NEVER}. */
  public static long nanosUntil(long deadlineNanos) {
    return deadlineNanos == NEVER ? Long.MAX_VALUE : deadlineNanos - System.nanoTime();
  }

  /**
   * Parks until the descriptor is ready, closed, the deadline has come or the thread is
   * interrupted. The interrupt status is left as it is.
   *
   * @param deadlineNanos in {@code System.nanoTime()}'s time, or {@link #NEVER}
   */
  public Outcome await(long deadlineNanos) {
    ready = false;
    waiter = Thread.currentThread();
    try {
      int armed = arm();
      if (armed < 0) {
        return notArmed(armed);
      }
      while (true) {
        if (descriptor.isClosed()) {
          return Outcome.CLOSED;
        }
        if (ready) {
          return Outcome.READY;
        }
        if (Thread.currentThread().isInterrupted()) {
          return Outcome.INTERRUPTED;
        }
        long left = nanosUntil(deadlineNanos);
        if (left <= 0) {
          return Outcome.TIMED_OUT;
        }
        LockSupport.parkNanos(this, left);
      }
    } finally {
      waiter = null;
    }
  }

  /**
   * {@link #await} for callers that look for themselves afterwards and wait again, and whose own
   * contract on interrupts is {@code InterruptedException}. Where the system has no means left to
   * tell of readiness, a short time stands in for it.
   *
   * @return false when the deadline came first
   */
  public boolean awaitInterruptibly(long deadlineNanos) throws InterruptedException {
    Outcome outcome = await(deadlineNanos);
    if (outcome == Outcome.INTERRUPTED) {
      Thread.interrupted();
      throw new InterruptedException();
    }
    if (outcome == Outcome.FAILED) {
      long left = nanosUntil(deadlineNanos);
      TimeUnit.NANOSECONDS.sleep(Math.clamp(left, 0, LOOK_AGAIN_NANOS));
      return left > 0;
    }
    return outcome != Outcome.TIMED_OUT;
  }

  /** Closes the descriptor and wakes the waiter; true for the first caller. */
  public boolean close() {
    boolean first = descriptor.close();
    LockSupport.unpark(waiter);
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
      int result = registered ? poller.arm(fd, events, id) : poller.add(fd, events, id);
      registered |= result == 0;
      alwaysReady = Poller.isAlwaysReady(result);
      return result;
    } finally {
      descriptor.release();
    }
  }

  private void onReady() {
    ready = true;
    LockSupport.unpark(waiter);
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
