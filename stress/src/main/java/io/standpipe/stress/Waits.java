package io.standpipe.stress;

import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.WaitOutcome;
import io.standpipe.internal.ready.Wakeup;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The state of a test of {@link Wakeup}: a waiter, and what it waits for. */
class Waits {
  /** By then a wake-up has been lost. The machine may be loaded, but not for so long. */
  static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** As long as a wake takes that comes just now. */
  static final long MOMENT_NANOS = TimeUnit.MICROSECONDS.toNanos(3);

  final Wakeup wakeup = new Wakeup();
  final FakeKernel kernel = new FakeKernel(wakeup);
  volatile @Nullable Thread waiter;
  volatile boolean interrupted;

  /** One wait as a {@code ReadinessWait} makes it. */
  WaitOutcome await(long nanos) {
    wakeup.begin();
    try {
      kernel.arm();
      return wakeup.await(Deadline.afterNanos(nanos));
    } finally {
      wakeup.end();
    }
  }

  /** Tries and waits in turn, as an end does: {@code READY} when the byte was there. */
  WaitOutcome read() {
    while (!kernel.read()) {
      WaitOutcome outcome = await(LOST_NANOS);
      if (outcome != WaitOutcome.READY) {
        return outcome;
      }
    }
    return WaitOutcome.READY;
  }

  /** Interrupts the waiter once it has said who it is. */
  void interrupt() {
    Thread thread;
    while ((thread = waiter) == null) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    interrupted = true;
  }

  /** The interrupt has come by then, and the harness must not get it. */
  void forgetInterrupt() {
    while (!interrupted) {
      Thread.onSpinWait();
    }
    Thread.interrupted();
  }
}
