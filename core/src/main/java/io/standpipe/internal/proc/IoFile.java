package io.standpipe.internal.proc;

import java.util.OptionalLong;

/** {@code /proc/PID/io}: what a process has read and written; proc_pid_io(5). */
public final class IoFile {
  private IoFile() {}

  /** The bytes of all its writes, of whatever kind; empty if this user may not see them. */
  public static OptionalLong written(long pid) {
    return ProcFiles.text(ProcFiles.name(pid, "io"))
        .flatMap(io -> KeyedLines.value(io, "wchar"))
        .map(bytes -> OptionalLong.of(Long.parseLong(bytes)))
        .orElse(OptionalLong.empty());
  }
}
