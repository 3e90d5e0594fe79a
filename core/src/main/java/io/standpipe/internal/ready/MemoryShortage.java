package io.standpipe.internal.ready;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * For steps of service threads that must not be left out, because other threads wait for what they
 * do: starting a thread, handing over a result. They are tried until there is memory for them.
 */
public final class MemoryShortage {
  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private MemoryShortage() {}

  /** Runs a step; again, after a moment, as long as it fails for want of memory. */
  public static void outlast(Runnable step) {
    while (true) {
      try {
        step.run();
        return;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(NAP_NANOS);
      }
    }
  }
}
