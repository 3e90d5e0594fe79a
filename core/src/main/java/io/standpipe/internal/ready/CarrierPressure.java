package io.standpipe.internal.ready;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether there are enough carriers for the virtual threads that wait here: for those that were
 * woken and do not run yet, and for those that try instead of parking.
 *
 * <p>A virtual thread that tries keeps its carrier, and in a lively conversation it may go on like
 * that for long: the answer comes each time while it tries. As long as others have been woken and
 * no carrier is left for them, that is no gain: what it waits for is the work of one, what they
 * could do is the work of many. So it parks, and comes after them. One that has no need to try
 * leaves its carrier as well, but later: {@link FairYield}.
 *
 * <p>The counts are of all ends in this JVM, and of no other kind of wait or work: that a virtual
 * thread which computes keeps its carrier is the JDK's way. Each count is exact once the calls that
 * are on their way are over. Safe from any thread.
 */
final class CarrierPressure {
  private static final int ALL =
      Integer.getInteger(
          "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());

  private static final AtomicInteger WOKEN = new AtomicInteger();
  private static final AtomicInteger TRYING = new AtomicInteger();

  private CarrierPressure() {}

  /** A virtual thread that is parked will be unparked. {@link #runs} follows, on that thread. */
  static void woken() {
    WOKEN.incrementAndGet();
  }

  /** The calling thread, counted as woken, has a carrier now. */
  static void runs() {
    WOKEN.decrementAndGet();
  }

  /** The calling virtual thread begins to try. {@link #triesNoLonger} follows. */
  static void tries() {
    TRYING.incrementAndGet();
  }

  /** It parks, or has what it tried for. */
  static void triesNoLonger() {
    TRYING.decrementAndGet();
  }

  /** Whether somebody was woken and does not run yet. */
  static boolean areAwaited() {
    return WOKEN.get() > 0;
  }

  /** Whether somebody was woken for whom no carrier is left. For one that tries. */
  static boolean areShort() {
    int woken = WOKEN.get();
    return woken > 0 && woken + TRYING.get() > ALL;
  }
}
