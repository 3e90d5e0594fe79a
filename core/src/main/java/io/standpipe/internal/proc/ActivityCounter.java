package io.standpipe.internal.proc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How often each thread of a process has left the processor. If two looks show the same counts, and
 * all threads slept at both, the process did nothing in between. A look reads one small file for
 * each thread.
 *
 * @param counts one for each thread
 */
public record ActivityCounter(List<Count> counts) {
  /**
   * A thread.
   *
   * @param tid its number
   * @param switches how often it has left the processor
   */
  public record Count(long tid, long switches) {}

  /**
   * The counts of a process; empty if one of its threads runs, or if the process has gone or cannot
   * be seen.
   */
  public static Optional<ActivityCounter> of(long pid) {
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

  /** The main thread's file says whether there are others. Most programs have none. */
  private static List<StatusFile> threads(long pid) {
    Optional<StatusFile> main = StatusFile.of(pid, pid);
    if (main.isEmpty() || main.get().threads() == 1) {
      return main.stream().toList();
    }
    var threads = new ArrayList<StatusFile>();
    for (int tid : ProcFiles.threads(pid)) {
      StatusFile.of(pid, tid).ifPresent(threads::add);
    }
    return threads;
  }
}
