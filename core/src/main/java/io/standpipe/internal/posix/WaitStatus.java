package io.standpipe.internal.posix;

/**
 * How a child ended, as reported by {@code waitid}: {@code si_code} in the upper half of a long and
 * {@code si_status} in the lower, so that a wait allocates nothing. Never 0, never negative.
 */
public final class WaitStatus {
  private static final int CLD_EXITED = 1;
  private static final int CLD_DUMPED = 3;

  private WaitStatus() {}

  static long pack(int siCode, int siStatus) {
    return ((long) siCode << 32) | (siStatus & 0xffff_ffffL);
  }

  /** Whether the child ended by itself; otherwise a signal ended it. */
  public static boolean exited(long status) {
    return (int) (status >> 32) == CLD_EXITED;
  }

  /** Whether the signal left a core dump. */
  public static boolean dumped(long status) {
    return (int) (status >> 32) == CLD_DUMPED;
  }

  /** The exit code, 0 to 255, or the number of the signal. */
  public static int value(long status) {
    return (int) status;
  }
}
