package io.standpipe.internal.proc;

import java.util.Arrays;
import java.util.List;

/** {@code /proc/PID/cmdline}: the words of a process's command line; proc_pid_cmdline(5). */
public final class CommandLineFile {
  private CommandLineFile() {}

  /** The words of this process; none if /proc is not there. */
  public static List<String> own() {
    return words(ProcFiles.text("/proc/self/cmdline").orElse(""));
  }

  /** A NUL ends every word. */
  private static List<String> words(String text) {
    int end = text.endsWith("\0") ? text.length() - 1 : text.length();
    return end == 0 ? List.of() : Arrays.asList(text.substring(0, end).split("\0", -1));
  }
}
