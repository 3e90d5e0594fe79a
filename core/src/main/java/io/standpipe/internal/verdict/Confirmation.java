package io.standpipe.internal.verdict;

import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.proc.SeenThread;
import io.standpipe.internal.proc.Wait;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether an earlier snapshot showed the same as the one now, and nothing has moved in between.
 *
 * <p>One snapshot proves that its threads slept at the same moment. The second rules out what one
 * snapshot cannot show: a process outside that was just closing an end, and no longer showed it.
 */
record Confirmation(SeenSnapshot before, SeenSnapshot now) {
  /**
   * Whether the deadlock of the later snapshot has lasted. If it is proved, no thread of any
   * process that it names may have run; if it is likely, no thread that keeps the ring closed.
   */
  boolean holds(DeadlockFinding deadlock) {
    return deadlock.proved()
        ? deadlock.pids().stream().allMatch(this::isUnmoved)
        : deadlock.waits().stream().allMatch(s -> isUnmoved(s.process(), s.thread()));
  }

  private boolean isUnmoved(long pid) {
    List<SeenThread> threads = now.seenProcess(pid).map(SeenProcess::threads).orElse(List.of());
    Set<ThreadKey> then = keys(before.seenProcess(pid).map(SeenProcess::threads).orElse(List.of()));
    return !threads.isEmpty() && keys(threads).equals(then) && isSame(pid);
  }

  private boolean isUnmoved(SeenProcess process, SeenThread thread) {
    return isSame(process.pid())
        && before
            .seenProcess(process.pid())
            .filter(p -> keys(p.threads()).contains(ThreadKey.of(thread)))
            .isPresent();
  }

  /** Whether it is still the process that had this pid before. */
  private boolean isSame(long pid) {
    return before
        .seenProcess(pid)
        .map(ProcessKey::of)
        .equals(now.seenProcess(pid).map(ProcessKey::of));
  }

  private record ProcessKey(long parent, long group, long startTicks, boolean zombie) {
    static ProcessKey of(SeenProcess p) {
      return new ProcessKey(p.parent(), p.group(), p.startTicks(), p.zombie());
    }
  }

  private record ThreadKey(long tid, long switches, Wait waiting) {
    static ThreadKey of(SeenThread t) {
      return new ThreadKey(t.tid(), t.switches(), t.waiting());
    }
  }

  private static Set<ThreadKey> keys(List<SeenThread> threads) {
    var keys = new HashSet<ThreadKey>();
    threads.forEach(t -> keys.add(ThreadKey.of(t)));
    return keys;
  }
}
