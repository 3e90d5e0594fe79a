package io.standpipe.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a process moves, at the price of a small file for each thread: how often each has left
 * the processor. Where that is the same at two looks, and all slept at both, nothing was done
 * between.
 *
 * @param counts thread by thread
 */
record ActivityCounter(List<Count> counts) {
  /** A thread, by its number, and how often it has left the processor. */
  record Count(long tid, long switches) {}

  /** Empty where a thread runs, or the process has gone or cannot be seen. */
  static Optional<ActivityCounter> of(long pid) {
    List<StatusFile> threads = threads(pid);
    boolean jvm = threads.stream().anyMatch(t -> JvmThreads.isMark(t.name()));
    var counts = new ArrayList<Count>();
    for (StatusFile thread : threads) {
      if (!(jvm && JvmThreads.isName(thread.name()))) {
        if (thread.state() != 'S') {
          return Optional.empty();
        }
        counts.add(new Count(thread.tid(), thread.switches()));
      }
    }
    return counts.isEmpty() ? Optional.empty() : Optional.of(new ActivityCounter(counts));
  }

  /** The main thread's file says whether there are others: most programs have none. */
  private static List<StatusFile> threads(long pid) {
    Optional<StatusFile> main = StatusFile.of(pid, pid);
    if (main.isEmpty() || main.get().threads() == 1) {
      return main.stream().toList();
    }
    var threads = new ArrayList<StatusFile>();
    for (int tid : ProcFiles.numbers(ProcFiles.name(pid, "task"))) {
      StatusFile.of(pid, tid).ifPresent(threads::add);
    }
    return threads;
  }
}
