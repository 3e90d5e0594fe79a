package io.standpipe.internal.ready;

import io.standpipe.internal.posix.Posix;
import java.util.concurrent.TimeUnit;

/**
 * For pipes.
 *
 * <ul>
 *   <li>The first failed try gives the processor away once ({@code sched_yield}): if the partner is
 *       to run on this very processor it runs now, and its answer is there afterwards. Then there
 *       is nothing to spin for. Where it did not help it is left out for the next waits.
 *   <li>After that the tries spin, for {@value #SPIN_MICROS} µs at most: the partner runs on
 *       another processor. Where there is only one, nothing spins.
 *   <li>A wait is short below {@value #SHORT_MICROS} µs.
 * </ul>
 */
final class PipeSpinPolicy extends SpinPolicy {
  static final int SPIN_MICROS = 50;
  static final int SHORT_MICROS = 100;
  private static final int AGAIN_AFTER = 16;
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(SPIN_MICROS);
  private static final long SHORT_NANOS = TimeUnit.MICROSECONDS.toNanos(SHORT_MICROS);
  private static final boolean ALONE = Runtime.getRuntime().availableProcessors() == 1;

  /** How many waits go by before the processor is given away again. */
  private int useless;

  private boolean spinning;

  PipeSpinPolicy(Posix posix) {
    super(posix, SHORT_NANOS);
  }

  @Override
  public void begin() {
    super.begin();
    spinning = false;
  }

  @Override
  boolean makesAnotherTry(int number) {
    if (number == 1 && givesAway()) {
      posix.sched_yield();
      return true;
    }
    spinning = !ALONE && nanosSoFar() <= SPIN_NANOS;
    if (spinning) {
      Thread.onSpinWait();
    }
    return spinning;
  }

  /**
   * Not each time where the last time was of no use: a partner on another processor stays there.
   */
  private boolean givesAway() {
    useless = Math.max(useless - 1, 0);
    return ALONE || useless == 0;
  }

  @Override
  boolean spins() {
    return spinning;
  }

  @Override
  public void end() {
    if (tries() > 1 && useless == 0) {
      useless = AGAIN_AFTER;
    }
    super.end();
  }
}
