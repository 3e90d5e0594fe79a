package io.standpipe.internal.ready;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether there are enough carriers for the virtual threads that wait here: for those that were
 * woken and do not run yet, and for those that spin instead of parking.
 *
 * <p>A virtual thread that spins keeps its carrier, and in a lively conversation this may go on for
 * a long time, because each answer comes while it spins. If other threads have been woken and no
 * carrier is left for them, spinning costs more than it gains: the spinning thread waits for the
 * work of one program, while the others could do the work of many. So it parks and comes after
 * them. A virtual thread that need not spin also leaves its carrier, but later: {@link FairYield}.
 *
 * <p>The counts cover all ends in this JVM, but no other kind of wait or work: a virtual thread
 * that computes keeps its carrier, as the JDK has it. Each count is exact once the calls in
 * progress have returned. Safe from any thread.
 */
final class CarrierPressure {
  private static final int CARRIERS =
      Integer.getInteger(
          "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());

  private static final AtomicInteger WOKEN = new AtomicInteger();
  private static final AtomicInteger SPINNING = new AtomicInteger();

  private CarrierPressure() {}

  /** A parked virtual thread is about to be unparked; that thread calls {@link #uncountWoken}. */
  static void countWoken() {
    WOKEN.incrementAndGet();
  }

  /** The calling thread, counted as woken, has a carrier now. */
  static void uncountWoken() {
    WOKEN.decrementAndGet();
  }

  /** The calling virtual thread begins to spin. {@link #uncountSpinning} must follow. */
  static void countSpinning() {
    SPINNING.incrementAndGet();
  }

  /** The calling thread is about to park, or has found what it was spinning for. */
  static void uncountSpinning() {
    SPINNING.decrementAndGet();
  }

  /** Whether a thread was woken and does not run yet. */
  static boolean isAwaited() {
    return WOKEN.get() > 0;
  }

  /** Whether no carrier is left for a thread that was woken. For a thread that spins. */
  static boolean isShort() {
    int woken = WOKEN.get();
    return woken > 0 && woken + SPINNING.get() > CARRIERS;
  }
}
