package io.standpipe.internal.proc;

import java.util.Optional;

/**
 * What a snapshot needs of {@code /proc/PID/stat} beyond {@link ProcessInfo}; proc_pid_stat(5).
 *
 * @param info the common part
 * @param session its session
 * @param terminal the number of its controlling terminal, 0 for none
 * @param flags the kernel's {@code PF_…} bits
 */
record ProcStat(ProcessInfo info, long session, int terminal, long flags) {
  private static final int SESSION = 3;
  private static final int TERMINAL = 4;
  private static final int FLAGS = 6;
  private static final long PF_EXITING = 0x4;
  private static final long PF_KTHREAD = 0x20_0000;
  private static final int PTS_MAJOR = 136;
  private static final int PTS_MAJORS = 8;

  static Optional<ProcStat> of(long pid) {
    return ProcFiles.text(ProcFiles.name(pid, "stat")).map(text -> parse(pid, text));
  }

  static ProcStat parse(long pid, String text) {
    String[] fields = ProcessInfo.fields(text);
    return new ProcStat(
        ProcessInfo.parse(pid, fields),
        Long.parseLong(fields[SESSION]),
        Integer.parseInt(fields[TERMINAL]),
        Long.parseLong(fields[FLAGS]));
  }

  boolean isKernelThread() {
    return (flags & PF_KTHREAD) != 0;
  }

  /**
   * Whether it is exiting and not yet a zombie: its descriptors can no longer be seen, and may not
   * be closed yet.
   */
  boolean isExiting() {
    return (flags & PF_EXITING) != 0 && !info.zombie();
  }

  /** The {@code N} of {@code /dev/pts/N} that controls it; −1 for none or another kind. */
  int pts() {
    int major = (terminal >> 8) & 0xfff;
    int minor = (terminal & 0xff) | ((terminal >> 12) & 0xfff00);
    boolean isPts = major >= PTS_MAJOR && major < PTS_MAJOR + PTS_MAJORS;
    return isPts ? (major - PTS_MAJOR) * 256 + minor : -1;
  }
}
