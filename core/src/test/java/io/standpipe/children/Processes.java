package io.standpipe.children;

import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Other processes, as /proc shows them. */
public final class Processes {
  private Processes() {}

  /** Whether it runs: a zombie, which an idle parent has not reaped, does not. */
  public static boolean isAlive(long pid) {
    return ProcessInfo.of(pid).filter(p -> !p.zombie()).isPresent();
  }

  /** Waits until it has ended. */
  public static void awaitGone(long pid) {
    Eventually.holds("process " + pid + " has gone", () -> !isAlive(pid), () -> status(pid));
  }

  /** For the end of a test that may have left it behind. */
  public static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** The children of this process, dead or alive. */
  public static List<ProcessInfo> own() {
    long self = ProcessHandle.current().pid();
    return ProcessInfo.all().stream().filter(p -> p.parent() == self).toList();
  }

  /** {@code /proc/PID/status}, or why there is none. */
  public static String status(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "status"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** One line of it, such as {@code SigIgn}. */
  public static String status(long pid, String field) {
    return field(status(pid), field);
  }

  /** One line of a text in the form of {@code /proc/PID/status}. */
  public static String field(String status, String field) {
    return status
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.substring(field.length() + 1).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + field + " in " + status));
  }
}
