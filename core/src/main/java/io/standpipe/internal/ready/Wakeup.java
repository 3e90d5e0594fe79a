package io.standpipe.internal.ready;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The meeting point of one waiting thread and the threads that wake it. It knows no descriptor and
 * no loop, only which thread must see which write.
 *
 * <pre>
 *            begin                 ready
 *   READY ──────────► EMPTY ───────────────► READY
 *                       │ close                │ close
 *                       └──────► CLOSED ◄──────┘        CLOSED stays
 * </pre>
 *
 * <p>The waiting thread calls {@link #begin}, then makes sure that a wake-up will come (it arms),
 * then {@link #await}, then {@link #end}. A waking thread calls {@link #ready} or {@link #close} at
 * any moment. No wake-up is lost:
 *
 * <ul>
 *   <li>The waiting thread writes {@code waiter}, then reads {@code state}. A waking thread writes
 *       {@code state}, then reads {@code waiter}. Both are volatile, so at least one of the two
 *       sees the other's write: either the waiting thread finds the state changed and does not
 *       park, or the waking thread finds it and unparks it. An unpark that comes before the park
 *       leaves its permit.
 *   <li>{@code begin} publishes the thread before it empties the state, and does both before
 *       arming. A {@code ready} for this wait comes after the arming, so it is never emptied away.
 *       One for an earlier wait may come late: it ends this wait too early, and the caller tries
 *       and waits again.
 *   <li>{@code CLOSED} is never left: {@code begin} and {@code ready} only change other states.
 * </ul>
 *
 * <p>A virtual thread that was woken is counted until it runs ({@link CarrierPressure}). It sets
 * {@code parked} before it parks, and the first thread to clear that flag decides. If a waking
 * thread clears it, that thread counts, and the waiting thread, which then finds the flag cleared,
 * uncounts. If the waiting thread clears it, it went on for another reason, and neither counts. A
 * wake-up between the look at the state and the setting of {@code parked} is not counted; its
 * permit ends the park at once.
 *
 * <p>For one waiting thread at a time: owners take turns under a lock of their own.
 */
public final class Wakeup {
  private static final int EMPTY = 0;
  private static final int READY = 1;
  private static final int CLOSED = 2;

  private static final long FOR_EVER_NANOS = TimeUnit.DAYS.toNanos(365);

  private final AtomicInteger state = new AtomicInteger();
  private volatile @Nullable Thread waiter;

  /** Whether a virtual thread is parked and was not woken yet. */
  private final AtomicBoolean parked = new AtomicBoolean();

  /** The calling thread is about to wait. It must arm after this. */
  public void begin() {
    waiter = Thread.currentThread();
    state.compareAndSet(READY, EMPTY);
  }

  /** The calling thread no longer waits. */
  public void end() {
    waiter = null;
  }

  /** Ends the wait of the waiting thread, now or at its next {@link #await}. */
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
      CarrierPressure.countWoken();
    }
    LockSupport.unpark(waiter);
  }

  /**
   * Parks until {@link #ready}, {@link #close}, the deadline or an interrupt. If more than one of
   * them has come, the result is the first in the order closed, ready, interrupted, timed out. The
   * interrupt status stays as it is; {@code park} returns at once while it is set.
   */
  public WaitOutcome await(Deadline deadline) {
    while (true) {
      int now = state.get();
      if (now != EMPTY) {
        return now == CLOSED ? WaitOutcome.CLOSED : WaitOutcome.READY;
      }
      if (Thread.currentThread().isInterrupted()) {
        return WaitOutcome.INTERRUPTED;
      }
      long left = deadline.nanosLeft();
      if (left <= 0) {
        return WaitOutcome.TIMED_OUT;
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
        CarrierPressure.uncountWoken();
      }
    }
  }

  /**
   * Sets no timer if the deadline never comes: a virtual thread's timer costs an entry on the heap.
   */
  private void park(long nanos) {
    if (nanos > FOR_EVER_NANOS) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
  }
}
