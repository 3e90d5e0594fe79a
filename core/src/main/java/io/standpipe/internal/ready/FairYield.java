package io.standpipe.internal.ready;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Limits how long a virtual thread goes on at one end while woken threads wait for a carrier: to
 * {@value #OPERATIONS} operations without a park, usually a few milliseconds. Then it leaves its
 * carrier briefly.
 *
 * <p>If each operation finds what it needs, the thread never parks. If that thread and the program
 * that it talks to each have a processor, that can go on for ever.
 *
 * <p>It parks briefly because {@code Thread.yield} does not give the carrier away: the JDK's
 * scheduler (25) runs the yielding thread again before it looks at threads that were unparked from
 * elsewhere, and these can wait for ever. While the thread is parked its carrier looks for others.
 * A permit left over from an unpark ends the park at once; the thread then leaves its carrier the
 * next time. An interrupt also ends it, and stays set.
 *
 * <p>If no thread was woken it goes on without a park: afterwards it may come back on another
 * carrier, far from the program that it talks to, and that costs up to half of the rate.
 *
 * <p>Not safe by itself: its owner guards it by a lock.
 */
public final class FairYield {
  static final int OPERATIONS = 1024;
  private static final long MOMENT_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private int operations;

  /** An operation is done. Leaves the carrier if the calling thread has used up its share. */
  public void operationDone() {
    if (++operations >= OPERATIONS) {
      operations = 0;
      if (CarrierPressure.isAwaited() && Thread.currentThread().isVirtual()) {
        leave();
      }
    }
  }

  /**
   * The thread could go on at any time, so it counts as woken while it is parked. Otherwise the
   * next thread on this carrier would see no thread waiting and would not leave in its turn.
   */
  private void leave() {
    CarrierPressure.countWoken();
    try {
      LockSupport.parkNanos(this, MOMENT_NANOS);
    } finally {
      CarrierPressure.uncountWoken();
    }
  }

  /** The calling thread has parked, so other threads had its carrier. */
  public void parked() {
    operations = 0;
  }
}
