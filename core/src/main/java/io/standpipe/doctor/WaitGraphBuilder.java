package io.standpipe.doctor;

import io.standpipe.doctor.Awaited.Exit;
import io.standpipe.doctor.Awaited.Outside;
import io.standpipe.doctor.Awaited.OwnThread;
import io.standpipe.doctor.Awaited.Partner;
import io.standpipe.doctor.Awaited.Ready;
import io.standpipe.doctor.WaitGraph.Doubt;
import io.standpipe.doctor.WaitGraph.Waiter;
import io.standpipe.doctor.WaitGraph.Weight;
import io.standpipe.internal.text.Escaping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a {@link WaitGraph} of a {@link Snapshot}: for each thread, who could wake it, and why it
 * may go on without.
 */
final class WaitGraphBuilder {
  private static final int SIGALRM = 14;
  private static final int SIGCHLD = 17;
  private static final int SIGVTALRM = 26;
  private static final int SIGPROF = 27;
  private static final int SIGIO = 29;
  private static final List<Integer> CLOCKS = List.of(SIGALRM, SIGVTALRM, SIGPROF, SIGIO);

  /** Handlers of these answer a fault of the program itself, or are glibc's own for threads. */
  private static final long FAULTS = bits(4, 5, 7, 8, 11, 31, 32, 33);

  private final Snapshot snapshot;
  private final HiddenHolders kinship;
  private final Map<Long, Set<Long>> children = new HashMap<>();

  private WaitGraphBuilder(Snapshot snapshot) {
    this.snapshot = snapshot;
    this.kinship = new HiddenHolders(snapshot);
    snapshot
        .processes()
        .forEach(p ->
            children.computeIfAbsent(p.info().parent(), parent -> new HashSet<>()).add(p.pid()));
  }

  static WaitGraph graph(Snapshot snapshot) {
    var waiters = new WaitGraphBuilder(snapshot);
    var all = new ArrayList<Waiter>();
    snapshot.processes().forEach(p -> all.addAll(waiters.of(p)));
    return new WaitGraph(all);
  }

  private static long bits(int... signals) {
    long bits = 0;
    for (int signal : signals) {
      bits |= 1L << (signal - 1);
    }
    return bits;
  }

  private List<Waiter> of(ProcessState process) {
    List<Doubt> common = common(process);
    List<Waiter> waiters = new ArrayList<>();
    for (ThreadState thread : process.threads()) {
      waiters.add(waiter(process, thread, common));
    }
    if (waitsForItselfAlone(process, waiters) && mayWaitForSignals(process)) {
      var signals =
          new Doubt(process + " waits for itself alone, and handles signals", Weight.ACTS);
      return waiters.stream().map(w -> with(w, signals)).toList();
    }
    return waiters.isEmpty() ? List.of(unseen(process)) : waiters;
  }

  /** A process that cannot be seen may do anything; one that has ended does nothing, as seldom. */
  private static Waiter unseen(ProcessState process) {
    String why = process.info().zombie() ? " has ended" : " cannot be looked into";
    var doubt = new Doubt(process + why, Weight.ACTS);
    return new Waiter(process.pid(), process.pid(), Set.of(), List.of(doubt), false);
  }

  private static Waiter with(Waiter w, Doubt doubt) {
    var doubts = new ArrayList<>(w.doubts());
    doubts.add(doubt);
    return new Waiter(w.pid(), w.tid(), w.wakers(), doubts, w.onOthers());
  }

  /** What may let any thread of the process go on. */
  private static List<Doubt> common(ProcessState process) {
    var doubts = new ArrayList<Doubt>();
    // Of a part of our own we know what it does: there it is a reservation, no clock that runs.
    Weight weight = InProcessActors.isPart(process.pid()) ? Weight.FAINT : Weight.ACTS;
    process.selfStarters().forEach(why -> doubts.add(new Doubt(process + ": " + why, weight)));
    if (CLOCKS.stream().anyMatch(process::catches)) {
      doubts.add(
          new Doubt(process + " handles SIGALRM or its like: an alarm may be set", Weight.ACTS));
    }
    return doubts;
  }

  private Waiter waiter(ProcessState process, ThreadState thread, List<Doubt> common) {
    Wait wait = thread.waiting();
    var doubts = new ArrayList<>(common);
    var wakers = new HashSet<Long>();
    boolean onOthers = false;
    for (Awaited awaited : wait.awaited()) {
      switch (awaited) {
        case Ready ready -> {
          onOthers = true;
          ready(process, wait, ready, wakers, doubts);
        }
        case Exit exit -> {
          onOthers = true;
          wakers.addAll(exit.pids());
        }
        case OwnThread own -> wakers.add(process.pid());
        case Partner partner ->
            doubts.add(
                new Doubt("anybody may open " + Escaping.escape(partner.path()), Weight.ACTS));
        case Outside outside -> {
          return goesOn(process, thread, outside);
        }
      }
    }
    if (wait.timed()) {
      doubts.add(timeLimit(process, thread));
    }
    if (wakers.isEmpty() && doubts.isEmpty() && !snapshot.partial()) {
      doubts.add(new Doubt(process + " is about to go on", Weight.ACTS));
    }
    if (process.catches(SIGCHLD)) {
      wakers.addAll(children.getOrDefault(process.pid(), Set.of()));
    }
    return new Waiter(process.pid(), thread.tid(), wakers, doubts, onOthers);
  }

  private static Waiter goesOn(ProcessState process, ThreadState thread, Outside outside) {
    boolean own = JvmThreads.isOwn(process, thread);
    String call = thread.waiting().call();
    String waits = call.isEmpty() ? "" : " in " + call;
    String what = "thread " + thread.name() + " of " + process + waits + ": " + outside.what();
    return new Waiter(
        process.pid(),
        thread.tid(),
        Set.of(),
        List.of(new Doubt(what, own ? Weight.FAINT : Weight.ACTS)),
        false);
  }

  private static Doubt timeLimit(ProcessState process, ThreadState thread) {
    boolean inside = thread.waiting().awaited().stream().allMatch(OwnThread.class::isInstance);
    // A sleep is a lock with a time limit, to Java: what comes after it is anything.
    Weight weight = inside ? Weight.ACTS : Weight.TIMED;
    String what =
        "thread %s of %s wakes up by itself: %s with a time limit"
            .formatted(thread.name(), process, thread.waiting().call());
    return JvmThreads.isOwn(process, thread)
        ? new Doubt(what + ", as threads of the Java runtime do that touch no pipe", Weight.FAINT)
        : new Doubt(what, weight);
  }

  private void ready(
      ProcessState process, Wait wait, Ready ready, Set<Long> wakers, List<Doubt> doubts) {
    Optional<Channel> channel = snapshot.channel(ready.channel());
    if (channel.isEmpty()) {
      doubts.add(new Doubt(ready.channel() + " was closed a moment ago", Weight.ACTS));
      return;
    }
    Channel c = channel.get();
    if (wait.isPlain() && isReady(c, ready.toRead())) {
      // Of a call on two, as splice, it is not what it sleeps for; of any other, it is on its way.
      if (wait.awaited().size() == 1) {
        doubts.add(new Doubt(process + " is about to go on: " + c.state(), Weight.ACTS));
      }
      return;
    }
    List<Holder> others = c.others(process.pid(), ready.fd(), ready.toRead());
    c.wakers(ready.toRead()).forEach(h -> wakers.add(h.pid()));
    if (others.isEmpty() && !(snapshot.partial() && c.kind() != Channel.Kind.TERMINAL)) {
      // The kernel lets nobody wait for what cannot come. So somebody holds it: another user's
      // process, as that of a terminal's window or of a remote login, with a person behind it.
      doubts.add(new Doubt("who holds the other end of " + c + " cannot be seen", Weight.ACTS));
    }
    if (c.hasName()) {
      // A server keeps its fifo open for itself: whoever comes has not opened it yet.
      boolean serves = ready.toRead() && others.stream().anyMatch(h -> h.pid() == process.pid());
      Weight weight = c.kind() == Channel.Kind.FIFO && serves ? Weight.ACTS : Weight.FAINT;
      doubts.add(new Doubt("anybody may open " + c, weight));
    }
    if (c.kind() == Channel.Kind.SOCKETS && wait.isPlain()) {
      timeLimit(process, ready, c).ifPresent(doubts::add);
    }
    for (ProcessState hidden : kinship.suspects(c)) {
      String what = "%s may hold an end of %s: it may not be looked into".formatted(hidden, c);
      doubts.add(new Doubt(what, Weight.FAINT));
    }
  }

  private static boolean isReady(Channel c, boolean toRead) {
    return toRead
        ? c.kind().oneWay() && c.queued().orElse(0) > 0
        : c.kind().oneWay()
            && !c.full()
            && c.holders().stream().anyMatch(Holder::writes)
            && c.queued().isPresent();
  }

  /** A socket may have a time limit of its own, which does not show in the call. */
  private static Optional<Doubt> timeLimit(ProcessState process, Ready ready, Channel c) {
    Optional<Holder> end =
        c.holders().stream()
            .filter(h -> h.pid() == process.pid() && h.fd() == ready.fd())
            .findFirst();
    try (DuplicatedFd socket = end.flatMap(DuplicatedFd::of).orElse(null)) {
      return socket != null && !socket.hasTimeLimit(ready.toRead())
          ? Optional.empty()
          : Optional.of(new Doubt(c + " may have a time limit", Weight.TIMED));
    }
  }

  /** Every thread of it waits for another of its own, or watches channels that it alone holds. */
  private static boolean waitsForItselfAlone(ProcessState process, List<Waiter> waiters) {
    boolean plain =
        process.threads().stream()
            .anyMatch(t ->
                t.waiting().isPlain()
                    && t.waiting().awaited().stream().anyMatch(Ready.class::isInstance));
    return !plain
        && !waiters.isEmpty()
        && waiters.stream().allMatch(w -> Set.of(process.pid()).containsAll(w.wakers()));
  }

  private static boolean mayWaitForSignals(ProcessState process) {
    return (process.caughtSignals() & ~FAULTS) != 0;
  }
}
