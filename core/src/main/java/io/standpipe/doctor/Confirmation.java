package io.standpipe.doctor;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether what a snapshot shows was so in an earlier one already, and nobody has moved since.
 *
 * <p>One snapshot proves that the threads in it slept at the same moment. The second shields the
 * proof against the little that one cannot see: a process outside that was just closing an end, and
 * no longer showed it.
 */
record Confirmation(Snapshot before, Snapshot now) {
  /**
   * Of a proved deadlock, every thread of every process that it names must not have run; of a
   * likely one, the threads that keep it closed.
   */
  boolean holds(Deadlock deadlock) {
    return deadlock.proved()
        ? deadlock.pids().stream().allMatch(this::isUnmoved)
        : deadlock.steps().stream().allMatch(s -> isUnmoved(s.process(), s.thread()));
  }

  private boolean isUnmoved(long pid) {
    List<ThreadState> threads = now.process(pid).map(ProcessState::threads).orElse(List.of());
    Set<ThreadKey> then = keys(before.process(pid).map(ProcessState::threads).orElse(List.of()));
    return !threads.isEmpty() && keys(threads).equals(then) && isSame(pid);
  }

  private boolean isUnmoved(ProcessState process, ThreadState thread) {
    return isSame(process.pid())
        && before
            .process(process.pid())
            .filter(p -> keys(p.threads()).contains(ThreadKey.of(thread)))
            .isPresent();
  }

  /** The number may have been given to another process. */
  private boolean isSame(long pid) {
    return before
        .process(pid)
        .map(ProcessState::info)
        .equals(now.process(pid).map(ProcessState::info));
  }

  private record ThreadKey(long tid, long switches, Wait waiting) {
    static ThreadKey of(ThreadState t) {
      return new ThreadKey(t.tid(), t.switches(), t.waiting());
    }
  }

  private static Set<ThreadKey> keys(List<ThreadState> threads) {
    var keys = new HashSet<ThreadKey>();
    threads.forEach(t -> keys.add(ThreadKey.of(t)));
    return keys;
  }
}
