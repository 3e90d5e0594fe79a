package io.standpipe.internal.verdict;

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
 * Which process waits for which, and which will wait forever. It knows nothing of /proc: only
 * processes by number, their threads, and for each thread the processes that could wake it.
 *
 * <p>The verdict is a greatest fixpoint. Assume that every process is stuck. A process is not stuck
 * if one of its threads may go on by itself, or could be woken by a process that is not stuck. The
 * processes that are left when nothing changes any more are stuck for good: all their threads wait,
 * and every process that could wake one of these threads is stuck too.
 */
final class WaitGraph {
  /**
   * A reason why a thread may go on without being woken by those that are known.
   *
   * @param reason in words
   * @param weight how likely that is
   */
  record Doubt(String reason, Weight weight) {}

  /** How likely it is that a thread goes on, from the least likely to the most. */
  enum Weight {
    /** It cannot be ruled out, and hardly ever happens. */
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
   * @param doubts why it may go on without being woken
   * @param onOthers whether it waits at a channel or for a process, and not for a lock inside its
   *     own process
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

  /** The processes that are stuck for good if only these doubts count. */
  Set<Long> stuck(Predicate<Doubt> counts) {
    Map<Long, List<Long>> wakes = new HashMap<>();
    Deque<Long> alive = new ArrayDeque<>();
    Set<Long> stuck = new TreeSet<>(threads.keySet());
    for (Waiter w : all()) {
      // An unknown process may do anything.
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

  /**
   * Whether all processes that could wake this thread, at a channel or by their exit, are given.
   */
  static boolean caught(Waiter w, Set<Long> among) {
    return w.onOthers && !w.wakers.isEmpty() && among.containsAll(w.wakers);
  }

  private List<Waiter> all() {
    return threads.values().stream().flatMap(List::stream).toList();
  }

  /**
   * The rings among these processes: sets in which each process waits, directly or not, for every
   * other (or a single process that waits for itself at a channel).
   */
  List<Set<Long>> rings(Set<Long> among) {
    return new Components(among, pid -> next(pid, among)).found();
  }

  /** The processes among these that {@code pid} waits for, other than inside itself. */
  private Set<Long> next(long pid, Set<Long> among) {
    var next = new TreeSet<Long>();
    threads(pid).stream().filter(Waiter::onOthers).forEach(w -> next.addAll(w.wakers));
    next.retainAll(among);
    return next;
  }

  /** The processes among these that are not in the ring and wait for it, directly or not. */
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
