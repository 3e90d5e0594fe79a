package io.standpipe.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a process moves, at the price of a file for each thread: how often each has left the
 * processor. Where that is the same at two looks, and all slept at both, nothing was done between.
 *
 * @param counts thread by thread
 */
record Pulse(List<Count> counts) {
  /** A thread, by its number, and how often it has left the processor. */
  record Count(long tid, long switches) {}

  /** Empty where a thread runs, or the process has gone or cannot be seen. */
  static Optional<Pulse> of(long pid) {
    List<Integer> tids = ProcFiles.numbers(ProcFiles.of(pid, "task"));
    var threads = new ArrayList<StatusFile>();
    for (int tid : tids) {
      StatusFile.of(pid, tid).ifPresent(threads::add);
    }
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
    return counts.isEmpty() ? Optional.empty() : Optional.of(new Pulse(counts));
  }
}
