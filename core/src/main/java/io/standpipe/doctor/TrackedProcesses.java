package io.standpipe.doctor;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Some processes and all that descend from them, kept up with as they come and go.
 *
 * <p>A list of the numbers in use costs little, a look at each process much: so only those are
 * looked at whose numbers were not in use the last time. One belongs to the family if its parent
 * does, or if its group is that of a root: its parent may have ended before anybody looked. Every
 * ten seconds all are looked at, for a number may be given to another, and a process change its
 * group.
 */
final class TrackedProcesses {
  /** How many times its cost passes after a meeting, before the next. */
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

  /** Those who were there at the last meeting, and the roots in any case. */
  Set<Long> members() {
    return members;
  }

  /** Looks who is new and who has gone, if it is time to do so again. */
  void meet() {
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
