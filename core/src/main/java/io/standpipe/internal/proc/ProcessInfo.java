package io.standpipe.internal.proc;

import io.standpipe.internal.text.Secrets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A process at one moment, as {@code /proc/PID/stat} shows it; proc_pid_stat(5).
 *
 * @param pid its number
 * @param parent the pid of its parent; 1, or a subreaper's, once the parent has ended
 * @param group its process group
 * @param startTicks when it started, in clock ticks since boot: with the pid, this identifies it
 * @param zombie whether it has ended and was not reaped
 */
public record ProcessInfo(long pid, long parent, long group, long startTicks, boolean zombie) {
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int GROUP = 2;
  private static final int THREADS = 17;
  private static final int START = 19;

  /** The process with this pid, if there is one. */
  public static Optional<ProcessInfo> of(long pid) {
    return ProcFiles.text(ProcFiles.name(pid, "stat")).map(stat -> parse(pid, fields(stat)));
  }

  /** All processes. Each is read by itself, so they are not all seen at the very same moment. */
  public static List<ProcessInfo> all() {
    var all = new ArrayList<ProcessInfo>();
    for (int pid : ProcFiles.processes()) {
      of(pid).ifPresent(all::add);
    }
    return all;
  }

  /**
   * The living processes among {@code all} that descend from one of {@code roots}, without the
   * roots.
   */
  public static List<ProcessInfo> descendants(List<ProcessInfo> all, Set<Long> roots) {
    Set<Long> members = new HashSet<>(roots);
    boolean grew = true;
    while (grew) {
      grew = false;
      for (ProcessInfo p : all) {
        grew |= members.contains(p.parent) && members.add(p.pid);
      }
    }
    members.removeAll(roots);
    return all.stream().filter(p -> !p.zombie && members.contains(p.pid)).toList();
  }

  /**
   * Its command line, words separated by spaces, with secrets masked; the kernel's short name if
   * that is hidden.
   */
  public String command() {
    String words =
        ProcFiles.text(ProcFiles.name(pid, "cmdline")).orElse("").replace('\0', ' ').strip();
    return !words.isEmpty()
        ? Secrets.maskKnown(words)
        : ProcFiles.text(ProcFiles.name(pid, "comm")).orElse("?").strip();
  }

  /** The name stands in parentheses and may itself contain parentheses: the last one counts. */
  static String[] fields(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
  }

  static ProcessInfo parse(long pid, String[] fields) {
    return new ProcessInfo(
        pid,
        Long.parseLong(fields[PARENT]),
        Long.parseLong(fields[GROUP]),
        Long.parseLong(fields[START]),
        isZombie(fields));
  }

  /** The state is that of the main thread. When that has ended, other threads may still run. */
  private static boolean isZombie(String[] fields) {
    boolean ended = fields[STATE].equals("Z") || fields[STATE].equals("X");
    return ended && Integer.parseInt(fields[THREADS]) <= 1;
  }
}
