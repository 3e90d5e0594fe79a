package io.standpipe.doctor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Who waits for whom, and who will wait for ever. It knows nothing of /proc: only of processes by
 * number, their threads, and for each thread which processes could wake it.
 *
 * <p>The verdict is a greatest fixpoint. Assume of every process that it is stuck. Whoever has a
 * thread that may go on without anybody's doing is not; nor is whoever has a thread that a process
 * that is not stuck could wake. What is left when nothing changes any more is stuck for good: every
 * thread of it waits, and whoever could wake one of them is stuck too.
 */
final class WaitGraph {
  /**
   * A reason why a thread may go on without being woken by those that are known.
   *
   * @param reason in words
   * @param weight how likely that is
   */
  record Doubt(String reason, Weight weight) {}

  /** How likely it is that a thread goes on: the more, the later. */
  enum Weight {
    /** It cannot be excluded, and hardly ever happens. */
    FAINT,
    /** It will, after some time, and may then give up or wait again. */
    TIMED,
    /** It does, or may at any time. */
    ACTS
  }

  /**
   * A thread.
   *
   * @param pid its process
   * @param tid its number
   * @param wakers the processes that could wake it, its own included where another thread could
   * @param doubts why it may go on all the same
   * @param onOthers whether it waits at a channel or for a process, and not for a lock inside
   */
  record Waiter(long pid, long tid, Set<Long> wakers, List<Doubt> doubts, boolean onOthers) {}

  private final Map<Long, List<Waiter>> threads = new LinkedHashMap<>();

  WaitGraph(Collection<Waiter> waiters) {
    waiters.forEach(w -> threads.computeIfAbsent(w.pid, pid -> new ArrayList<>()).add(w));
  }

  /** The threads of a process. */
  List<Waiter> threads(long pid) {
    return threads.getOrDefault(pid, List.of());
  }

  /** The processes that are stuck for good, where only doubts of this kind count. */
  Set<Long> stuck(Predicate<Doubt> counts) {
    Map<Long, List<Long>> wakes = new HashMap<>();
    Deque<Long> alive = new ArrayDeque<>();
    Set<Long> stuck = new TreeSet<>(threads.keySet());
    for (Waiter w : all()) {
      // A process that is not known may do anything.
      boolean mayAct = w.doubts.stream().anyMatch(counts) || !stuck.containsAll(w.wakers);
      if (mayAct) {
        alive.add(w.pid);
      }
      w.wakers.forEach(waker -> wakes.computeIfAbsent(waker, p -> new ArrayList<>()).add(w.pid));
    }
    while (!alive.isEmpty()) {
      long pid = alive.remove();
      if (stuck.remove(pid)) {
        alive.addAll(wakes.getOrDefault(pid, List.of()));
      }
    }
    return stuck;
  }

  /** Whether whoever could wake this one, at a channel or by its end, is among these. */
  static boolean caught(Waiter w, Set<Long> among) {
    return w.onOthers && !w.wakers.isEmpty() && among.containsAll(w.wakers);
  }

  private List<Waiter> all() {
    return threads.values().stream().flatMap(List::stream).toList();
  }

  /**
   * The rings among these: sets of processes each of which waits, directly or not, for every other
   * of the set (or a single one that waits for itself at a channel).
   */
  List<Set<Long>> rings(Set<Long> among) {
    return new Components(among, pid -> next(pid, among)).found();
  }

  /** Those among which {@code pid} waits for, other than inside itself. */
  private Set<Long> next(long pid, Set<Long> among) {
    var next = new TreeSet<Long>();
    threads(pid).stream().filter(Waiter::onOthers).forEach(w -> next.addAll(w.wakers));
    next.retainAll(among);
    return next;
  }

  /** Those among which are in none of the rings and wait, directly or not, for this one. */
  Set<Long> behind(Set<Long> ring, Set<Long> among) {
    Set<Long> reached = new HashSet<>(ring);
    boolean grew = true;
    while (grew) {
      grew = false;
      for (long pid : among) {
        boolean waits = next(pid, among).stream().anyMatch(reached::contains);
        grew |= waits && reached.add(pid);
      }
    }
    reached.removeAll(ring);
    return new TreeSet<>(reached);
  }
}
