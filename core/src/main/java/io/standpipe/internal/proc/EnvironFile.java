package io.standpipe.internal.proc;

import java.util.List;

/** {@code /proc/PID/environ}: the environment that a process was started with. */
public final class EnvironFile {
  private EnvironFile() {}

  /**
   * The values of a variable, which a careless program may have set twice; none without it, or if
   * this user may not see the environment.
   */
  public static List<String> values(long pid, String variable) {
    String start = variable + "=";
    return words(pid).stream()
        .filter(word -> word.startsWith(start))
        .map(word -> word.substring(start.length()))
        .toList();
  }

  /**
   * Whether a process is in the middle of an exec: it has neither words nor environment then, for a
   * moment, and shows those of the next program afterwards. (Threads of the kernel and processes
   * that are exiting have neither either, and stay so.)
   */
  public static boolean isBetweenPrograms(long pid) {
    return isEmpty(pid, "environ")
        && isEmpty(pid, "cmdline")
        && ProcStat.of(pid)
            .filter(stat -> !stat.isKernelThread() && !stat.isExiting() && !stat.info().zombie())
            .isPresent();
  }

  private static boolean isEmpty(long pid, String file) {
    return ProcFiles.text(ProcFiles.name(pid, file)).filter(String::isEmpty).isPresent();
  }

  private static List<String> words(long pid) {
    return ProcFiles.text(ProcFiles.name(pid, "environ"))
        .map(text -> List.of(text.split("\0", -1)))
        .orElse(List.of());
  }
}
