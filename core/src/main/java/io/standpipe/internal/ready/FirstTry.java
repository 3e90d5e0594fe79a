package io.standpipe.internal.ready;

/**
 * Whether an operation is to try first or to wait first, learned from those before.
 *
 * <p>A first try that finds nothing is a call for nothing. Where a question has just been written
 * its answer is not there yet, and where many converse at once it never is: a quarter of the calls
 * of such a turn. So once the first tries of {@value #SURE_AFTER} operations in a row have found
 * nothing, the next ones wait at once; each {@value #LOOK_AGAIN_AFTER}th tries first all the same,
 * and one that finds something is believed.
 *
 * <p>What comes of a mistake: a wait that is over at once, some 10 µs, fifteen times at most.
 *
 * <p>Used under a lock of the owner's.
 */
public final class FirstTry {
  static final int SURE_AFTER = 8;
  static final int LOOK_AGAIN_AFTER = 16;

  private int inVain;
  private int leftOut;

  /** Whether to try first. {@link #found} tells what came of it. */
  public boolean isWorthIt() {
    if (inVain < SURE_AFTER || ++leftOut == LOOK_AGAIN_AFTER) {
      leftOut = 0;
      return true;
    }
    return false;
  }

  /** A first try has found what it wanted, or nothing. */
  public void found(boolean something) {
    inVain = something ? 0 : Math.min(inVain + 1, SURE_AFTER);
  }
}
