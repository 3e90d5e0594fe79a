package io.standpipe.doctor;

import io.standpipe.doctor.InProcessActor.HeldBytes;
import io.standpipe.doctor.InProcessActor.OwnWait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Splits this process in a {@link Snapshot}: each {@link InProcessActor} becomes a process of its
 * own, with a negative number, that holds the part's descriptors. The rest stays under the own pid.
 *
 * <p>A part waits if it did so before the snapshot and after, and has not moved in between: the
 * same rule that {@link SnapshotReader} has for threads.
 */
final class InProcessActors {
  private final Snapshot snapshot;
  private final ProcessState self;
  private final List<InProcessActor> parts;
  private final List<InProcessActor> later;
  private final Map<Integer, Long> owners = new HashMap<>();

  private InProcessActors(
      Snapshot snapshot,
      ProcessState self,
      List<InProcessActor> parts,
      List<InProcessActor> later) {
    this.snapshot = snapshot;
    this.self = self;
    this.parts = parts;
    this.later = later;
    for (int i = 0; i < parts.size(); i++) {
      for (int fd : parts.get(i).descriptors()) {
        owners.putIfAbsent(fd, pid(i));
      }
    }
  }

  /** The snapshot with the parts as they were right before and right after it was taken. */
  static Snapshot split(
      Snapshot snapshot, List<InProcessActor> before, List<InProcessActor> after) {
    Optional<ProcessState> self = snapshot.process(ProcessHandle.current().pid());
    return before.isEmpty() || self.isEmpty()
        ? snapshot
        : new InProcessActors(snapshot, self.get(), before, after).split();
  }

  /** What parts that wait hold back, of those that the snapshot was split by. */
  static List<Unflushed> heldBack(
      Snapshot split, List<InProcessActor> parts, List<Deadlock> deadlocks) {
    var found = new ArrayList<Unflushed>();
    for (int i = 0; i < parts.size(); i++) {
      Optional<ProcessState> part = split.process(pid(i));
      boolean waits = !parts.get(i).waits().isEmpty();
      for (HeldBytes held : waits ? parts.get(i).heldBack() : List.<HeldBytes>of()) {
        part.ifPresent(p ->
            found.add(
                new Unflushed(
                    HeldBack.severity(p, deadlocks),
                    p,
                    held.fd(),
                    OptionalInt.of(held.bytes()),
                    held.text())));
      }
    }
    return found;
  }

  /** Whether this number is that of a part of this process. */
  static boolean isPart(long pid) {
    return pid < 0;
  }

  private static long pid(int index) {
    return -1L - index;
  }

  private Snapshot split() {
    List<Channel> channels = snapshot.channels().stream().map(this::withOwners).toList();
    var processes = new ArrayList<ProcessState>();
    for (ProcessState p : snapshot.processes()) {
      processes.add(p.equals(self) ? rest() : p);
    }
    Map<Integer, Channel> byFd = new HashMap<>();
    for (Channel c : channels) {
      c.holders().stream().filter(h -> isPart(h.pid())).forEach(h -> byFd.put(h.fd(), c));
    }
    for (int i = 0; i < parts.size(); i++) {
      processes.add(process(i, byFd));
    }
    return new Snapshot(
        snapshot.taken(), processes, channels, snapshot.settled(), snapshot.partial());
  }

  private Channel withOwners(Channel c) {
    List<Holder> holders = c.holders().stream().map(this::withOwner).toList();
    return new Channel(c.id(), c.kind(), c.name(), c.capacity(), c.queued(), c.full(), holders);
  }

  private Holder withOwner(Holder h) {
    Long owner = h.pid() == self.pid() ? owners.get(h.fd()) : null;
    return owner == null
        ? h
        : new Holder(owner, h.fd(), h.reads(), h.writes(), h.blocking(), h.end());
  }

  /** What is left: the readiness loop no longer waits for what its parts wait for. */
  private ProcessState rest() {
    return with(self.info(), self.command(), self.threads().stream().map(this::rest).toList());
  }

  private ThreadState rest(ThreadState t) {
    List<Awaited> left =
        t.waiting().awaited().stream()
            .filter(a -> !(a instanceof Awaited.Ready ready && owners.containsKey(ready.fd())))
            .toList();
    return new ThreadState(
        t.tid(),
        t.name(),
        wait(t.waiting().call(), left, t.waiting().timed()),
        t.switches(),
        t.asleep());
  }

  private static Wait wait(String call, List<Awaited> awaited, boolean timed) {
    return new Wait(call, awaited.isEmpty() ? List.of(WaitReader.RUNS) : awaited, timed);
  }

  private ProcessState process(int index, Map<Integer, Channel> byFd) {
    InProcessActor part = parts.get(index);
    boolean still = index < later.size() && later.get(index).equals(part);
    var threads = new ArrayList<ThreadState>();
    for (OwnWait wait : still ? part.waits() : List.<OwnWait>of()) {
      threads.add(thread(part, threads.size() + 1, wait, byFd));
    }
    if (threads.isEmpty()) {
      Wait runs = wait("", List.of(), false);
      threads.add(new ThreadState(1, part.name(), runs, 0, Optional.empty()));
    }
    var info =
        new ProcessInfo(
            pid(index), self.pid(), self.info().group(), self.info().startTicks(), false);
    return with(info, part.name(), threads, part.doubt().map(List::of).orElse(List.of()), 0);
  }

  private static ThreadState thread(
      InProcessActor part, long tid, OwnWait wait, Map<Integer, Channel> byFd) {
    return switch (wait) {
      case OwnWait.AtEnd end -> {
        Channel channel = byFd.get(end.fd());
        String call = end.toRead() ? "read" : "write";
        List<Awaited> awaited =
            channel == null
                ? List.of(new Awaited.Outside("descriptor " + end.fd()))
                : List.of(new Awaited.Ready(channel.id(), end.fd(), end.toRead()));
        Wait waiting = wait(call, awaited, end.timed());
        yield new ThreadState(tid, part.name(), waiting, end.moves(), Optional.empty());
      }
      case OwnWait.ForExit(Set<Long> pids) -> {
        Wait waiting = wait("waitid", List.of(new Awaited.Exit(pids)), false);
        yield new ThreadState(tid, part.name(), waiting, 0, Optional.empty());
      }
    };
  }

  private ProcessState with(ProcessInfo info, String command, List<ThreadState> threads) {
    return with(info, command, threads, self.selfStarters(), self.caughtSignals());
  }

  private ProcessState with(
      ProcessInfo info,
      String command,
      List<ThreadState> threads,
      List<String> selfStarters,
      long caught) {
    return new ProcessState(
        info, self.session(), self.user(), command, true, threads, caught, selfStarters);
  }
}
