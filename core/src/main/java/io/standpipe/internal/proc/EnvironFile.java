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

  private static List<String> words(long pid) {
    return ProcFiles.text(ProcFiles.name(pid, "environ"))
        .map(text -> List.of(text.split("\0", -1)))
        .orElse(List.of());
  }
}
