package io.standpipe.internal.proc;

import io.standpipe.internal.posix.Platform;
import java.util.Optional;

/** The terminal at which the user of this process sits. Each call looks anew. */
public final class OwnTerminal {
  private static final int GROUP = 2;
  private static final int FOREGROUND_GROUP = 5;

  private OwnTerminal() {}

  /** How large a terminal is, in characters. */
  public record Size(int columns, int rows) {}

  /**
   * The size of the terminal that is this process's descriptor {@code fd}; empty if it is none, or
   * does not know its size, as a serial line. Costs a system call.
   */
  public static Optional<Size> size(int fd) {
    int[] rowsAndColumns = new int[2];
    boolean isTerminal = Platform.posix().tcgetwinsize(fd, rowsAndColumns) >= 0;
    return isTerminal && rowsAndColumns[0] > 0 && rowsAndColumns[1] > 0
        ? Optional.of(new Size(rowsAndColumns[1], rowsAndColumns[0]))
        : Optional.empty();
  }

  /**
   * Whether this process is not a background job: what such a job writes lands in the middle of
   * what the user types, and stops it under {@code stty tostop}. True without a controlling
   * terminal, because then there are no jobs.
   */
  public static boolean isInForeground() {
    return ProcFiles.text("/proc/self/stat").map(OwnTerminal::isForeground).orElse(true);
  }

  /** From the group and the {@code tpgid} of proc_pid_stat(5), which is −1 without a terminal. */
  static boolean isForeground(String stat) {
    String[] fields = ProcessInfo.fields(stat);
    String foreground = fields[FOREGROUND_GROUP];
    return foreground.startsWith("-") || foreground.equals(fields[GROUP]);
  }
}
