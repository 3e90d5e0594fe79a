package io.standpipe.internal.ready;

import io.standpipe.internal.posix.Posix;
import java.util.concurrent.TimeUnit;

/**
 * For pipes: an attempt costs one call, and the far side is one program.
 *
 * <ul>
 *   <li>The first failed attempt gives the processor away once ({@code sched_yield}). If the
 *       partner is ready to run on this very processor, it runs now, and its answer is there
 *       afterwards without any spinning. If that did not help, it is left out of the next waits.
 *   <li>After that, attempts spin for at most {@value #SPIN_MICROS} µs, because the partner runs on
 *       another processor. If there is only one processor, nothing spins.
 *   <li>A wait is short below {@value #SHORT_MICROS} µs.
 * </ul>
 */
public final class PipeSpinPolicy extends SpinPolicy {
  static final int SPIN_MICROS = 50;
  static final int SHORT_MICROS = 100;
  private static final int AGAIN_AFTER = 16;
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(SPIN_MICROS);
  private static final long SHORT_NANOS = TimeUnit.MICROSECONDS.toNanos(SHORT_MICROS);
  private static final boolean ONE_PROCESSOR = Runtime.getRuntime().availableProcessors() == 1;

  /** How many waits go by before the processor is given away again. */
  private int waitsWithoutYield;

  private boolean spinning;

  public PipeSpinPolicy(Posix posix) {
    this(posix, NanoClock.SYSTEM);
  }

  PipeSpinPolicy(Posix posix, NanoClock clock) {
    super(posix, clock, SHORT_NANOS);
  }

  @Override
  public void begin() {
    super.begin();
    spinning = false;
  }

  @Override
  boolean makesAnotherTry(int number) {
    if (number == 1 && yields()) {
      posix.sched_yield();
      return true;
    }
    spinning = !ONE_PROCESSOR && nanosSoFar() <= SPIN_NANOS;
    if (spinning) {
      Thread.onSpinWait();
    }
    return spinning;
  }

  /**
   * Not at each wait if the last yield did not help: a partner on another processor stays there.
   */
  private boolean yields() {
    waitsWithoutYield = Math.max(waitsWithoutYield - 1, 0);
    return ONE_PROCESSOR || waitsWithoutYield == 0;
  }

  @Override
  boolean spins() {
    return spinning;
  }

  @Override
  public void end() {
    if (tries() > 1 && waitsWithoutYield == 0) {
      waitsWithoutYield = AGAIN_AFTER;
    }
    super.end();
  }
}
