package io.standpipe.internal.ready;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where one waiting thread and those that wake it meet. It knows no descriptor and no loop: only
 * who has to see what.
 *
 * <pre>
 *            begin                 ready
 *   READY ──────────► EMPTY ───────────────► READY
 *                       │ close                │ close
 *                       └──────► CLOSED ◄──────┘        CLOSED stays
 * </pre>
 *
 * <p>The waiter calls {@link #begin}, then makes sure that a wake will come (it arms), then {@link
 * #await}, then {@link #end}. Those that wake call {@link #ready} or {@link #close}, at any moment.
 * No wake is lost:
 *
 * <ul>
 *   <li>The waiter writes {@code waiter}, then reads {@code state}. Whoever wakes writes {@code
 *       state}, then reads {@code waiter}. Both are volatile, so one of the two sees the other's
 *       write: either the waiter finds the state changed and does not park, or the thread is found
 *       and unparked. An unpark that comes before the park leaves its permit.
 *   <li>{@code begin} publishes the thread before it empties the state, and both before arming. A
 *       {@code ready} for this wait comes after the arming, so it is never emptied away. One for an
 *       earlier wait may come late: it ends this wait too early, and the caller tries and waits
 *       again.
 *   <li>{@code CLOSED} is never left: {@code begin} and {@code ready} change other states only.
 * </ul>
 *
 * <p>A virtual thread that was woken is counted until it runs ({@link CarrierPressure}). Before it
 * parks it says that it does ({@code parked}); whoever takes that back first settles it: a waker
 * counts it, and then the waiter, finding it taken, uncounts; or the waiter went on for another
 * reason, and nobody counts. A wake that comes between the look at the state and {@code parked} is
 * not counted; its permit ends the park at once.
 *
 * <p>One waiter at a time: owners take turns by a lock of their own.
 */
public final class Wakeup {
  private static final int EMPTY = 0;
  private static final int READY = 1;
  private static final int CLOSED = 2;

  private static final long FOR_EVER_NANOS = TimeUnit.DAYS.toNanos(365);

  private final AtomicInteger state = new AtomicInteger();
  private volatile @Nullable Thread waiter;

  /** A virtual thread is parked, and was not woken yet. */
  private final AtomicBoolean parked = new AtomicBoolean();

  /** The calling thread is about to wait. Arm after this. */
  public void begin() {
    waiter = Thread.currentThread();
    state.compareAndSet(READY, EMPTY);
  }

  /** The calling thread waits no longer. */
  public void end() {
    waiter = null;
  }

  /** The waiter, now or at its next {@link #await}, need wait no longer. */
  public void ready() {
    state.compareAndSet(EMPTY, READY);
    wake();
  }

  /** Ends this wait and every later one. */
  public void close() {
    state.set(CLOSED);
    wake();
  }

  private void wake() {
    if (parked.compareAndSet(true, false)) {
      CarrierPressure.woken();
    }
    LockSupport.unpark(waiter);
  }

  /**
   * Parks until {@link #ready}, {@link #close}, the deadline or an interrupt; where more than one
   * has come, the first in the order closed, ready, interrupted, timed out is told. The interrupt
   * status is left as it is: {@code park} returns at once while it is set.
   */
  public ReadinessWait.Outcome await(Deadline deadline) {
    while (true) {
      int now = state.get();
      if (now != EMPTY) {
        return now == CLOSED ? ReadinessWait.Outcome.CLOSED : ReadinessWait.Outcome.READY;
      }
      if (Thread.currentThread().isInterrupted()) {
        return ReadinessWait.Outcome.INTERRUPTED;
      }
      long left = deadline.nanosLeft();
      if (left <= 0) {
        return ReadinessWait.Outcome.TIMED_OUT;
      }
      if (Thread.currentThread().isVirtual()) {
        parkCounted(left);
      } else {
        park(left);
      }
    }
  }

  private void parkCounted(long nanos) {
    parked.set(true);
    try {
      park(nanos);
    } finally {
      if (!parked.compareAndSet(true, false)) {
        CarrierPressure.runs();
      }
    }
  }

  /**
   * Without a timer where the deadline never comes: a timer costs a virtual thread a heap entry.
   */
  private void park(long nanos) {
    if (nanos > FOR_EVER_NANOS) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
  }
}
