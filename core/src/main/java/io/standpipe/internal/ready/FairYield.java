package io.standpipe.internal.ready;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a virtual thread may go on at one end while others that were woken wait for a carrier:
 * {@value #OPERATIONS} operations without a park, mostly a few milliseconds. Then it leaves its
 * carrier for a moment.
 *
 * <p>Where each operation finds what it needs the thread never parks, and where it has a processor
 * to itself with the program that it talks to, that can go on for ever.
 *
 * <p>It parks for a moment, for {@code Thread.yield} does not give the carrier away: the JDK's
 * scheduler (25) takes the thread back before it looks at those that were unparked from elsewhere,
 * and these can wait for ever. In the moment in which the thread is nowhere the carrier looks for
 * others. A permit that is left from an unpark ends it at once; there is a next time. An interrupt
 * as well, and it stays set.
 *
 * <p>Where nobody was woken it goes on: after a park it may come back on another carrier, far from
 * the program that it talks to, and that costs up to half of the rate.
 *
 * <p>Used under a lock of the owner's.
 */
public final class FairYield {
  static final int OPERATIONS = 1024;
  private static final long MOMENT_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private int operations;

  /** An operation is done. Leaves the carrier where the calling thread has had its share. */
  public void operationDone() {
    if (++operations >= OPERATIONS) {
      operations = 0;
      if (CarrierPressure.areAwaited() && Thread.currentThread().isVirtual()) {
        leave();
      }
    }
  }

  /** It wants a carrier all the time, so it counts as woken: else the next one would not leave. */
  private void leave() {
    CarrierPressure.woken();
    try {
      LockSupport.parkNanos(this, MOMENT_NANOS);
    } finally {
      CarrierPressure.runs();
    }
  }

  /** The calling thread has parked: others had its carrier. */
  public void parked() {
    operations = 0;
  }
}
