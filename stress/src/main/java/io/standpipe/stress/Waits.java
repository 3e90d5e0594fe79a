package io.standpipe.stress;

import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.WaitOutcome;
import io.standpipe.internal.ready.Wakeup;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The state of a test of {@link Wakeup}: a waiting thread, and the kernel that it waits for. */
class Waits {
  /** A wake-up that takes longer was lost: no load delays it so much. */
  static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** About the time of one wake-up, so that the deadline and the wake-up race. */
  static final long MOMENT_NANOS = TimeUnit.MICROSECONDS.toNanos(3);

  final Wakeup wakeup = new Wakeup();
  final FakeKernel kernel = new FakeKernel(wakeup);
  volatile @Nullable Thread waiter;
  volatile boolean interrupted;

  /** One wait in the steps of {@code ReadinessWait}. */
  WaitOutcome await(long nanos) {
    wakeup.begin();
    try {
      kernel.arm();
      return wakeup.await(Deadline.afterNanos(nanos));
    } finally {
      wakeup.end();
    }
  }

  /** Tries and waits in turn, as an end does; {@code READY} once it has found the byte. */
  WaitOutcome read() {
    while (!kernel.read()) {
      WaitOutcome outcome = await(LOST_NANOS);
      if (outcome != WaitOutcome.READY) {
        return outcome;
      }
    }
    return WaitOutcome.READY;
  }

  /** Interrupts the waiting thread once it is known. */
  void interrupt() {
    Thread thread;
    while ((thread = waiter) == null) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    interrupted = true;
  }

  /** Clears the interrupt once it has come, so that it does not reach the harness. */
  void forgetInterrupt() {
    while (!interrupted) {
      Thread.onSpinWait();
    }
    Thread.interrupted();
  }
}
