package io.standpipe.internal.verdict;

import io.standpipe.internal.proc.Awaited;
import io.standpipe.internal.proc.Awaited.Exit;
import io.standpipe.internal.proc.Awaited.Outside;
import io.standpipe.internal.proc.Awaited.OwnThread;
import io.standpipe.internal.proc.Awaited.Partner;
import io.standpipe.internal.proc.Awaited.Ready;
import io.standpipe.internal.proc.JvmThreads;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.proc.SeenSnapshot.Extent;
import io.standpipe.internal.proc.SeenThread;
import io.standpipe.internal.text.Escaping;
import io.standpipe.internal.verdict.WaitGraph.Doubt;
import io.standpipe.internal.verdict.WaitGraph.Waiter;
import io.standpipe.internal.verdict.WaitGraph.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a {@link WaitGraph} of a snapshot: for each thread, the processes that could wake it, and
 * why it may go on without them.
 */
final class WaitGraphBuilder {
  private static final int SIGALRM = 14;
  private static final int SIGCHLD = 17;
  private static final int SIGVTALRM = 26;
  private static final int SIGPROF = 27;
  private static final int SIGIO = 29;
  private static final long CLOCKS = bits(SIGALRM, SIGVTALRM, SIGPROF, SIGIO);

  /** Handlers of these react to a fault of the program itself, or are glibc's own for threads. */
  private static final long FAULTS = bits(4, 5, 7, 8, 11, 31, 32, 33);

  private final SeenSnapshot snapshot;
  private final ChannelWaits channels;
  private final Map<Long, Set<Long>> children = new HashMap<>();

  private WaitGraphBuilder(SeenSnapshot snapshot) {
    this.snapshot = snapshot;
    this.channels = new ChannelWaits(snapshot);
    for (SeenProcess p : snapshot.seenProcesses()) {
      children.computeIfAbsent(p.parent(), parent -> new HashSet<>()).add(p.pid());
    }
  }

  static WaitGraph graph(SeenSnapshot snapshot) {
    var builder = new WaitGraphBuilder(snapshot);
    var all = new ArrayList<Waiter>();
    snapshot.seenProcesses().forEach(p -> all.addAll(builder.waiters(p)));
    return new WaitGraph(all);
  }

  private static long bits(int... signals) {
    long bits = 0;
    for (int signal : signals) {
      bits |= 1L << (signal - 1);
    }
    return bits;
  }

  private List<Waiter> waiters(SeenProcess process) {
    List<Doubt> common = common(process);
    List<Waiter> waiters = new ArrayList<>();
    for (SeenThread thread : process.threads()) {
      waiters.add(waiter(process, thread, common));
    }
    if (waitsForItselfAlone(process, waiters) && mayWaitForSignals(process)) {
      var signals =
          new Doubt(process + " waits for itself alone, and handles signals", Weight.ACTS);
      return waiters.stream().map(w -> with(w, signals)).toList();
    }
    return waiters.isEmpty() ? List.of(unseen(process)) : waiters;
  }

  /** A process that cannot be seen may do anything. One that has ended gets the same treatment. */
  private static Waiter unseen(SeenProcess process) {
    String why = process.zombie() ? " has ended" : " cannot be looked into";
    var doubt = new Doubt(process + why, Weight.ACTS);
    return new Waiter(process.pid(), process.pid(), Set.of(), List.of(doubt), false);
  }

  private static Waiter with(Waiter w, Doubt doubt) {
    var doubts = new ArrayList<>(w.doubts());
    doubts.add(doubt);
    return new Waiter(w.pid(), w.tid(), w.wakers(), doubts, w.onOthers());
  }

  /** What may let any thread of the process go on. */
  private static List<Doubt> common(SeenProcess process) {
    var doubts = new ArrayList<Doubt>();
    // What an actor of this process does is known: there it is a reservation, not a running clock.
    Weight weight = InProcessActor.isActor(process.pid()) ? Weight.FAINT : Weight.ACTS;
    process.selfStarters().forEach(why -> doubts.add(new Doubt(process + ": " + why, weight)));
    if ((process.caughtSignals() & CLOCKS) != 0) {
      doubts.add(
          new Doubt(process + " handles SIGALRM or its like: an alarm may be set", Weight.ACTS));
    }
    return doubts;
  }

  private Waiter waiter(SeenProcess process, SeenThread thread, List<Doubt> common) {
    var doubts = new ArrayList<>(common);
    var wakers = new HashSet<Long>();
    boolean onOthers = false;
    for (Awaited awaited : thread.awaited()) {
      switch (awaited) {
        case Ready ready -> {
          onOthers = true;
          ChannelWaits.Wakers found = channels.of(process, thread, ready);
          wakers.addAll(found.wakers());
          doubts.addAll(found.doubts());
        }
        case Exit exit -> {
          onOthers = true;
          wakers.addAll(exit.pids());
        }
        case OwnThread own -> wakers.add(process.pid());
        case Partner partner -> doubts.add(opening(partner));
        case Outside outside -> {
          return goesOn(process, thread, outside);
        }
      }
    }
    if (thread.timed()) {
      doubts.add(timeLimit(process, thread));
    }
    if (wakers.isEmpty() && doubts.isEmpty() && snapshot.extent() != Extent.PARTIAL) {
      doubts.add(new Doubt(process + " is about to go on", Weight.ACTS));
    }
    if ((process.caughtSignals() & bits(SIGCHLD)) != 0) {
      wakers.addAll(children.getOrDefault(process.pid(), Set.of()));
    }
    return new Waiter(process.pid(), thread.tid(), wakers, doubts, onOthers);
  }

  private static Doubt opening(Partner partner) {
    return new Doubt("any process may open " + Escaping.escape(partner.path()), Weight.ACTS);
  }

  private static Waiter goesOn(SeenProcess process, SeenThread thread, Outside outside) {
    boolean own = JvmThreads.isOwn(process, thread);
    String waits = thread.call().isEmpty() ? "" : " in " + thread.call();
    String what =
        "thread "
            + Escaping.printable(thread.name())
            + " of "
            + process
            + waits
            + ": "
            + outside.what();
    return new Waiter(
        process.pid(),
        thread.tid(),
        Set.of(),
        List.of(new Doubt(what, own ? Weight.FAINT : Weight.ACTS)),
        false);
  }

  private static Doubt timeLimit(SeenProcess process, SeenThread thread) {
    boolean inside = thread.awaited().stream().allMatch(OwnThread.class::isInstance);
    // To Java, a sleep is a lock with a time limit: anything may come after it.
    Weight weight = inside ? Weight.ACTS : Weight.TIMED;
    String what =
        "thread %s of %s wakes up by itself: %s with a time limit"
            .formatted(Escaping.printable(thread.name()), process, thread.call());
    return JvmThreads.isOwn(process, thread)
        ? new Doubt(what + ", as threads of the Java runtime do that touch no pipe", Weight.FAINT)
        : new Doubt(what, weight);
  }

  /** Every thread waits for another one of the process, or watches channels that it alone holds. */
  private static boolean waitsForItselfAlone(SeenProcess process, List<Waiter> waiters) {
    boolean plain =
        process.threads().stream()
            .anyMatch(t ->
                t.waiting().isPlain() && t.awaited().stream().anyMatch(Ready.class::isInstance));
    return !plain
        && !waiters.isEmpty()
        && waiters.stream().allMatch(w -> Set.of(process.pid()).containsAll(w.wakers()));
  }

  private static boolean mayWaitForSignals(SeenProcess process) {
    return (process.caughtSignals() & ~FAULTS) != 0;
  }
}
