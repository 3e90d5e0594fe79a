package io.standpipe.doctor;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The children of some processes, theirs, and so on, without a look at all others: the kernel lists
 * them in {@code /proc/PID/task/TID/children}, thread by thread; proc_tid_children(5). Those that
 * have lost a parent in between are not found, nor is anybody where a kernel was built without.
 */
final class Offspring {
  private Offspring() {}

  static Set<Long> of(Collection<Long> pids) {
    Set<Long> found = new TreeSet<>();
    var left = new ArrayDeque<>(pids);
    while (!left.isEmpty()) {
      long pid = left.remove();
      for (int tid : ProcFiles.numbers(ProcFiles.of(pid, "task"))) {
        String children =
            ProcFiles.text(ProcFiles.name(pid, "task/" + tid + "/children")).orElse("").strip();
        for (String child : children.isEmpty() ? new String[0] : children.split(" ", -1)) {
          long number = Long.parseLong(child);
          if (found.add(number) && !pids.contains(number)) {
            left.add(number);
          }
        }
      }
    }
    return found;
  }
}
