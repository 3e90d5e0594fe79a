package io.standpipe.internal.proc;

/** The system's limits for pipes: files in {@code /proc/sys/fs}; pipe(7). */
public final class PipeLimits {
  private PipeLimits() {}

  /** The pages that a user's pipes may take before new ones become small; 0 for no limit. */
  public static long softPages() {
    return ProcFiles.text("/proc/sys/fs/pipe-user-pages-soft")
        .map(text -> Long.parseLong(text.strip()))
        .orElse(0L);
  }
}
