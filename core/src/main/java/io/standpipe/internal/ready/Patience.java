package io.standpipe.internal.ready;

import io.standpipe.internal.posix.Posix;
import java.util.concurrent.TimeUnit;

/**
 * How long a wait goes on trying before it parks, learned from the waits before.
 *
 * <p>To park and be woken takes 10 to 50 µs, more than a program that is at work takes to answer.
 * So where the last waits were short a few tries are made first, where they were long none: a
 * processor spent on waiting is taken from somebody, often from the one waited for.
 *
 * <ul>
 *   <li>The first failed try gives the processor away once ({@code sched_yield}): if the partner is
 *       to run on this very processor it runs now, and its answer is there afterwards. Then there
 *       is nothing to spin for. Where it did not help it is left out for the next waits.
 *   <li>After that the tries spin, for {@value #SPIN_MICROS} µs at most: the partner runs on
 *       another processor. Where there is only one, nothing spins.
 *   <li>A wait is short below {@value #SHORT_MICROS} µs. Each short one is worth a credit, a long
 *       one takes half of them: one pause does not spoil a lively conversation, two or three in a
 *       row end the spinning. The first wait has no credit: three hundred readers of silent pipes
 *       spin not at all.
 * </ul>
 *
 * <p>Used like this, under a lock of the owner's: {@code begin}; while an attempt finds nothing,
 * ask {@code tryAgain}, and park where it says no; {@code end}.
 */
public final class Patience {
  static final int SPIN_MICROS = 50;
  static final int SHORT_MICROS = 100;
  private static final int MOST_CREDIT = 4;
  private static final int AGAIN_AFTER = 16;
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(SPIN_MICROS);
  private static final long SHORT_NANOS = TimeUnit.MICROSECONDS.toNanos(SHORT_MICROS);
  private static final boolean ALONE = Runtime.getRuntime().availableProcessors() == 1;

  private final Posix posix;
  private int credit;
  private int tries;

  /** How many waits go by before the processor is given away again. */
  private int useless;

  private boolean spinning;
  private long began;

  public Patience(Posix posix) {
    this.posix = posix;
  }

  /** A wait begins: the first attempt has found nothing. */
  public void begin() {
    tries = 0;
    spinning = false;
    began = System.nanoTime();
  }

  /** Whether to try once more at once; false when it is time to park. */
  public boolean tryAgain() {
    if (credit == 0) {
      return false;
    }
    tries++;
    if (tries == 1 && givesAway()) {
      posix.sched_yield();
      return true;
    }
    spinning = !ALONE && System.nanoTime() - began <= SPIN_NANOS;
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

  /** Whether the next try is one of many: not the first, and not after a park. */
  public boolean isSpinning() {
    return spinning;
  }

  /** The wait is over, whatever ended it. */
  public void end() {
    if (tries > 1 && useless == 0) {
      useless = AGAIN_AFTER;
    }
    boolean wasShort = System.nanoTime() - began < SHORT_NANOS;
    credit = wasShort ? Math.min(credit + 1, MOST_CREDIT) : credit / 2;
  }
}
