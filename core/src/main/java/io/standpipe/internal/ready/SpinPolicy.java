package io.standpipe.internal.ready;

import io.standpipe.internal.posix.Posix;

/**
 * How long a wait tries again before it parks, learned from the waits before.
 *
 * <p>Parking and being woken take 10 to 50 µs, which is longer than a busy program takes to answer.
 * So after short waits a few attempts are made before parking, and after long waits none: a
 * processor that spins is taken from another thread, often from the one that is waited for.
 *
 * <p>Each short wait earns one credit; a long one halves the credits. So one pause does not end the
 * spinning in a lively conversation, but two or three in a row do. The first wait has no credit:
 * three hundred readers of silent pipes do not spin at all.
 *
 * <p>Subclasses decide what happens between two attempts, and which waits are short; both depend on
 * the kind of file. There is one for pipes and one for terminals.
 *
 * <p>The owner of an instance uses it under a lock: it calls {@code begin}; while an attempt finds
 * nothing, it asks {@code tryAgain} and parks if the answer is no; then it calls {@code end}.
 */
public abstract class SpinPolicy {
  private static final int MOST_CREDIT = 4;

  final Posix posix;
  private final NanoClock clock;
  private final long shortNanos;
  private int credit;
  private int tries;
  private boolean again;
  private long began;
  private boolean virtual;

  /** Whether this wait is counted by {@link CarrierPressure} as keeping a carrier. */
  private boolean counted;

  /**
   * @param shortNanos a wait below this is short
   */
  SpinPolicy(Posix posix, NanoClock clock, long shortNanos) {
    this.posix = posix;
    this.clock = clock;
    this.shortNanos = shortNanos;
  }

  /** A wait begins: the first attempt has found nothing. */
  public void begin() {
    tries = 0;
    virtual = Thread.currentThread().isVirtual();
    began = clock.now();
  }

  /**
   * Whether to try once more; a short time may pass before it returns. False when it is time to
   * park, or when other threads that were woken need this thread's carrier.
   */
  public final boolean tryAgain() {
    again = credit > 0 && mayKeepCarrier() && makesAnotherTry(++tries);
    if (!again) {
      uncount();
    }
    return again;
  }

  /**
   * Gives up all credit if carriers are short: so many threads are at work that no answer is near.
   */
  private boolean mayKeepCarrier() {
    if (!virtual) {
      return true;
    }
    if (!counted) {
      counted = true;
      CarrierPressure.countSpinning();
    }
    boolean wanted = CarrierPressure.isShort();
    credit = wanted ? 0 : credit;
    return !wanted;
  }

  private void uncount() {
    if (counted) {
      counted = false;
      CarrierPressure.uncountSpinning();
    }
  }

  /** Lets time pass before attempt 1, 2, 3, …; false if another attempt is not worthwhile. */
  abstract boolean makesAnotherTry(int number);

  /** Whether the next attempt is one of many in a row: not the first, and not after a park. */
  public final boolean isSpinning() {
    return again && spins();
  }

  /** Whether attempts follow each other without a pause. */
  abstract boolean spins();

  /** The wait is over, whatever ended it. */
  public void end() {
    uncount();
    boolean wasShort = nanosSoFar() < shortNanos;
    credit = wasShort ? Math.min(credit + 1, MOST_CREDIT) : credit / 2;
  }

  final int tries() {
    return tries;
  }

  final long nanosSoFar() {
    return clock.now() - began;
  }
}
