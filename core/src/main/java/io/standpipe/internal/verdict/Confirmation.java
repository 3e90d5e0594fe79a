package io.standpipe.internal.verdict;

import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Snapshot;
import io.standpipe.doctor.ThreadState;
import io.standpipe.internal.proc.Wait;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether an earlier snapshot showed the same as the one now, and nothing has moved in between.
 *
 * <p>One snapshot proves that its threads slept at the same moment. The second protects the proof
 * against the little that one cannot see: a process outside that was just closing an end, and no
 * longer showed it.
 */
record Confirmation(Snapshot before, Snapshot now) {
  /**
   * Of a proved deadlock, no thread of any process that it names may have run; of a likely one, no
   * thread that keeps the ring closed.
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

  /** The pid may have been given to another process. */
  private boolean isSame(long pid) {
    return before.process(pid).map(ProcessKey::of).equals(now.process(pid).map(ProcessKey::of));
  }

  private record ProcessKey(long parent, long group, long startTicks, boolean zombie) {
    static ProcessKey of(ProcessState p) {
      return new ProcessKey(p.parent(), p.group(), p.startTicks(), p.zombie());
    }
  }

  private record ThreadKey(long tid, long switches, Wait waiting) {
    static ThreadKey of(ThreadState t) {
      return new ThreadKey(t.tid(), t.switches(), Wait.of(t));
    }
  }

  private static Set<ThreadKey> keys(List<ThreadState> threads) {
    var keys = new HashSet<ThreadKey>();
    threads.forEach(t -> keys.add(ThreadKey.of(t)));
    return keys;
  }
}
