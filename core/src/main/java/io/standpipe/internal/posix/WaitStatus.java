package io.standpipe.internal.posix;

/**
 * How a child ended, as {@code waitid} tells it: {@code si_code} above {@code si_status} in one
 * long, so that a wait allocates nothing. Never 0, never negative.
 */
public final class WaitStatus {
  private static final int CLD_EXITED = 1;
  private static final int CLD_DUMPED = 3;

  private WaitStatus() {}

  static long pack(int siCode, int siStatus) {
    return ((long) siCode << 32) | (siStatus & 0xffff_ffffL);
  }

  /** Whether the child ended by itself; else a signal ended it. */
  public static boolean exited(long status) {
    return (int) (status >> 32) == CLD_EXITED;
  }

  /** Whether the signal left a core dump. */
  public static boolean dumped(long status) {
    return (int) (status >> 32) == CLD_DUMPED;
  }

  /** The exit code (0–255), or the number of the signal. */
  public static int value(long status) {
    return (int) status;
  }
}
