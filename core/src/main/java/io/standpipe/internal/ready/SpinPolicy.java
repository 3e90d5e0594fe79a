package io.standpipe.internal.ready;

import io.standpipe.internal.posix.Posix;

/**
 * How long a wait goes on trying before it parks, learned from the waits before.
 *
 * <p>To park and be woken takes 10 to 50 µs, more than a program that is at work takes to answer.
 * So where the last waits were short a few tries are made first, where they were long none: a
 * processor spent on waiting is taken from somebody, often from the one waited for.
 *
 * <p>Each short wait is worth a credit, a long one takes half of them: one pause does not spoil a
 * lively conversation, two or three in a row end the trying. The first wait has no credit: three
 * hundred readers of silent pipes try not at all.
 *
 * <p>What is done between two tries, and what counts as short, depends on what is waited for.
 *
 * <p>Used like this, under a lock of the owner's: {@code begin}; while an attempt finds nothing,
 * ask {@code tryAgain}, and park where it says no; {@code end}.
 */
public abstract sealed class SpinPolicy permits PipeSpinPolicy, TerminalSpinPolicy {
  private static final int MOST_CREDIT = 4;

  final Posix posix;
  private final long shortNanos;
  private int credit;
  private int tries;
  private boolean again;
  private long began;
  private boolean virtual;

  /** Counted among those that keep a carrier. */
  private boolean trying;

  SpinPolicy(Posix posix, long shortNanos) {
    this.posix = posix;
    this.shortNanos = shortNanos;
  }

  /** For a pipe: to try costs one call, and the far side is one program. */
  public static SpinPolicy forPipe(Posix posix) {
    return new PipeSpinPolicy(posix);
  }

  /** For our side of a terminal: workers of the kernel stand between it and the far side. */
  public static SpinPolicy forTerminal(Posix posix) {
    return new TerminalSpinPolicy(posix);
  }

  /** A wait begins: the first attempt has found nothing. */
  public void begin() {
    tries = 0;
    virtual = Thread.currentThread().isVirtual();
    began = System.nanoTime();
  }

  /**
   * Whether to try once more, after a while at most; false when it is time to park, or others that
   * were woken need this thread's carrier.
   */
  public final boolean tryAgain() {
    again = credit > 0 && hasItsCarrier() && makesAnotherTry(++tries);
    if (!again) {
      stopTrying();
    }
    return again;
  }

  /** Where carriers are short there is a crowd, and no answer comes soon. */
  private boolean hasItsCarrier() {
    if (!virtual) {
      return true;
    }
    if (!trying) {
      trying = true;
      CarrierPressure.tries();
    }
    boolean wanted = CarrierPressure.areShort();
    credit = wanted ? 0 : credit;
    return !wanted;
  }

  private void stopTrying() {
    if (trying) {
      trying = false;
      CarrierPressure.triesNoLonger();
    }
  }

  /** Lets the time pass until a try, number 1, 2, 3, …; false where it is not worth one. */
  abstract boolean makesAnotherTry(int number);

  /** Whether the next try is one of many in a row: not the first, and not after a park. */
  public final boolean isSpinning() {
    return again && spins();
  }

  /** Whether tries follow each other without a pause. */
  abstract boolean spins();

  /** The wait is over, whatever ended it. */
  public void end() {
    stopTrying();
    boolean wasShort = nanosSoFar() < shortNanos;
    credit = wasShort ? Math.min(credit + 1, MOST_CREDIT) : credit / 2;
  }

  final int tries() {
    return tries;
  }

  final long nanosSoFar() {
    return System.nanoTime() - began;
  }
}
