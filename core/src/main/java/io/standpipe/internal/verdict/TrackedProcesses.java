package io.standpipe.internal.verdict;

import io.standpipe.internal.proc.ProcFiles;
import io.standpipe.internal.proc.ProcessInfo;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Some processes and all that descend from them, kept up to date as they come and go.
 *
 * <p>A list of the pids in use costs little, and a look at each process much. So a process is
 * looked at only if its pid was not in use the last time. It is tracked if its parent is, or if its
 * group is that of a root, because its parent may have ended before it was looked at. Every ten
 * seconds all processes are looked at, because a pid may be given to another process, and a process
 * may change its group.
 */
final class TrackedProcesses {
  /** How many times its own duration passes after an update before the next one. */
  private static final long REST = 300;

  private static final long ALL_NANOS = Duration.ofSeconds(10).toNanos();

  private final Set<Long> roots;
  private final Set<Long> members = new TreeSet<>();
  private Set<Integer> known = Set.of();
  private long due = System.nanoTime();
  private long allDue = System.nanoTime();

  TrackedProcesses(Set<Long> roots) {
    this.roots = Set.copyOf(roots);
  }

  /** The processes that were there at the last update, and the roots in any case. */
  Set<Long> members() {
    return members;
  }

  /** Finds out which processes are new and which have gone, if it is time to do so again. */
  void update() {
    long start = System.nanoTime();
    if (start - due < 0) {
      return;
    }
    if (start - allDue >= 0) {
      known = Set.of();
      members.clear();
      allDue = start + ALL_NANOS;
    }
    Set<Integer> now = new HashSet<>(ProcFiles.processes());
    List<ProcessInfo> fresh =
        now.stream()
            .filter(pid -> !known.contains(pid))
            .flatMap(pid -> ProcessInfo.of(pid).stream())
            .toList();
    known = now;
    members.removeIf(pid -> !now.contains(pid.intValue()));
    members.addAll(roots);
    fresh.stream().filter(p -> roots.contains(p.group())).forEach(p -> members.add(p.pid()));
    ProcessInfo.descendants(fresh, members).forEach(p -> members.add(p.pid()));
    long end = System.nanoTime();
    due = end + REST * (end - start);
  }
}
