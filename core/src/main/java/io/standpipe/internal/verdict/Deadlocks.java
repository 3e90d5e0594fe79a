package io.standpipe.internal.verdict;

import io.standpipe.doctor.Severity;
import io.standpipe.internal.proc.Awaited;
import io.standpipe.internal.proc.Awaited.Exit;
import io.standpipe.internal.proc.Awaited.Ready;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.proc.SeenThread;
import io.standpipe.internal.verdict.WaitGraph.Waiter;
import io.standpipe.internal.verdict.WaitGraph.Weight;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the deadlocks in a snapshot. */
public final class Deadlocks {
  private final SeenSnapshot snapshot;
  private final WaitGraph graph;

  private Deadlocks(SeenSnapshot snapshot) {
    this.snapshot = snapshot;
    this.graph = WaitGraphBuilder.graph(snapshot);
  }

  /**
   * The deadlocks in a snapshot. Searches one graph three times: for deadlocks without a doubt,
   * with faint doubts, and with time limits. Each search leaves out what the stricter ones have
   * found.
   */
  public static List<DeadlockFinding> in(SeenSnapshot snapshot) {
    var deadlocks = new Deadlocks(snapshot);
    var found = new ArrayList<DeadlockFinding>();
    var seen = new HashSet<Long>();
    deadlocks.add(deadlocks.graph.stuck(doubt -> true), Severity.ERROR, found, seen);
    deadlocks.add(
        deadlocks.graph.stuck(d -> d.weight() != Weight.FAINT), Severity.WARNING, found, seen);
    deadlocks.add(
        deadlocks.graph.stuck(d -> d.weight() == Weight.ACTS), Severity.INFORMATION, found, seen);
    return found;
  }

  /**
   * The processes that may be in a deadlock, by a snapshot of some processes, in which every
   * process that is missing counts as stuck. A wait that ends by itself rules its process out,
   * because such a wait does not justify a look at all processes.
   */
  static Set<Long> suspects(SeenSnapshot partial) {
    return WaitGraphBuilder.graph(partial).stuck(d -> d.weight() != Weight.FAINT);
  }

  /**
   * Up to {@code most} processes that let these go on, directly or through others that wait
   * themselves. A partial snapshot with them in it shows that none is stuck.
   */
  static Set<Long> wakers(SeenSnapshot whole, Collection<Long> pids, int most) {
    WaitGraph graph = WaitGraphBuilder.graph(whole);
    Set<Long> found = new LinkedHashSet<>();
    var left = new ArrayDeque<>(pids);
    while (!left.isEmpty() && found.size() < most) {
      for (Waiter w : graph.threads(left.remove())) {
        boolean acts = w.doubts().stream().anyMatch(d -> d.weight() == Weight.ACTS);
        w.wakers().stream()
            .filter(waker -> !acts && !pids.contains(waker) && found.add(waker))
            .forEach(left::add);
      }
    }
    found.removeIf(InProcessActor::isActor);
    return found;
  }

  private void add(
      Set<Long> stuck, Severity severity, List<DeadlockFinding> found, Set<Long> seen) {
    for (Set<Long> ring : graph.rings(stuck)) {
      if (ring.stream().noneMatch(seen::contains)) {
        Set<Long> behind = graph.behind(ring, stuck);
        behind.removeAll(seen);
        DeadlockFinding deadlock = deadlock(ring, behind, stuck, severity);
        if (!deadlock.waits().isEmpty()) {
          seen.addAll(ring);
          found.add(deadlock);
        }
      }
    }
  }

  private DeadlockFinding deadlock(
      Set<Long> ring, Set<Long> behind, Set<Long> stuck, Severity severity) {
    var steps = new ArrayList<DeadlockStep>();
    var waits = new ArrayList<Awaited>();
    var doubts = new TreeSet<String>();
    for (long pid : ring) {
      for (Waiter w : graph.threads(pid)) {
        w.doubts().forEach(d -> doubts.add(d.reason()));
        boolean ofRing = w.wakers().stream().anyMatch(ring::contains);
        if (ofRing && WaitGraph.caught(w, stuck)) {
          step(w, waits).ifPresent(steps::add);
        }
      }
    }
    boolean proved = severity == Severity.ERROR && doubts.isEmpty();
    Severity weight = severity == Severity.ERROR && !proved ? Severity.WARNING : severity;
    DeadlockCause cause = ring.size() == 1 ? DeadlockCause.ITSELF : cause(waits);
    return new DeadlockFinding(
        proved, weight, cause, steps, List.copyOf(states(behind)), List.copyOf(doubts));
  }

  private Optional<DeadlockStep> step(Waiter w, List<Awaited> waits) {
    Optional<SeenProcess> process = snapshot.seenProcess(w.pid());
    Optional<SeenThread> thread =
        process.stream()
            .flatMap(p -> p.threads().stream())
            .filter(t -> t.tid() == w.tid())
            .findFirst();
    if (process.isEmpty() || thread.isEmpty()) {
      return Optional.empty();
    }
    waits.addAll(thread.get().awaited());
    String what = snapshot.doing(thread.get());
    return Optional.of(new DeadlockStep(process.get(), thread.get(), what, states(w.wakers())));
  }

  private List<SeenProcess> states(Collection<Long> pids) {
    return pids.stream().sorted().flatMap(pid -> snapshot.seenProcess(pid).stream()).toList();
  }

  private static DeadlockCause cause(List<Awaited> waits) {
    boolean reads = waits.stream().anyMatch(a -> a instanceof Ready r && r.toRead());
    boolean writes = waits.stream().anyMatch(a -> a instanceof Ready r && !r.toRead());
    boolean exits = waits.stream().anyMatch(Exit.class::isInstance);
    if (exits) {
      return reads == writes
          ? DeadlockCause.MIXED
          : reads ? DeadlockCause.UNENDED : DeadlockCause.UNREAD;
    }
    return reads == writes ? DeadlockCause.MIXED : reads ? DeadlockCause.EMPTY : DeadlockCause.FULL;
  }
}
