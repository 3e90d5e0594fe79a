package io.standpipe.internal.verdict;

import io.standpipe.doctor.Holder;
import io.standpipe.internal.proc.Awaited;
import io.standpipe.internal.proc.OutsideWaits;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenHolder;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.proc.SeenThread;
import io.standpipe.internal.proc.SnapshotReader;
import io.standpipe.internal.proc.Wait;
import io.standpipe.internal.verdict.InProcessActor.OwnWait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Splits this process in a snapshot: each {@link InProcessActor} becomes a process of its own, with
 * a negative number, that holds the actor's descriptors. The rest keeps the pid.
 *
 * <p>An actor counts as waiting if it waited before the snapshot and after it, and has not moved in
 * between: the rule that {@link SnapshotReader} has for threads.
 */
final class InProcessActors {
  private final SeenSnapshot snapshot;
  private final SeenProcess self;
  private final List<InProcessActor> actors;
  private final List<InProcessActor> later;
  private final Map<Integer, Integer> owners = new HashMap<>();

  private InProcessActors(
      SeenSnapshot snapshot,
      SeenProcess self,
      List<InProcessActor> actors,
      List<InProcessActor> later) {
    this.snapshot = snapshot;
    this.self = self;
    this.actors = actors;
    this.later = later;
    for (int i = 0; i < actors.size(); i++) {
      for (int fd : actors.get(i).descriptors()) {
        owners.putIfAbsent(fd, i);
      }
    }
  }

  /**
   * Splits this process in a snapshot.
   *
   * @param before the actors right before the snapshot was taken
   * @param after the actors right after it
   */
  static SeenSnapshot split(
      SeenSnapshot snapshot, List<InProcessActor> before, List<InProcessActor> after) {
    Optional<SeenProcess> self = snapshot.seenProcess(ProcessHandle.current().pid());
    return before.isEmpty() || self.isEmpty()
        ? snapshot
        : new InProcessActors(snapshot, self.get(), before, after).split();
  }

  private SeenSnapshot split() {
    List<SeenChannel> channels = snapshot.seenChannels().stream().map(this::withOwners).toList();
    var processes = new ArrayList<SeenProcess>();
    for (SeenProcess p : snapshot.seenProcesses()) {
      processes.add(p.equals(self) ? rest() : p);
    }
    Map<Integer, SeenChannel> byFd = new HashMap<>();
    for (SeenChannel c : channels) {
      c.holders().stream()
          .filter(h -> InProcessActor.isActor(h.pid()))
          .forEach(h -> byFd.put(h.fd(), c));
    }
    for (int i = 0; i < actors.size(); i++) {
      processes.add(process(i, byFd));
    }
    return new SeenSnapshot(snapshot.taken(), processes, channels, snapshot.extent());
  }

  private SeenChannel withOwners(SeenChannel c) {
    List<Holder> holders = c.holders().stream().map(this::withOwner).toList();
    return new SeenChannel(c.id(), c.type(), c.name(), c.capacity(), c.queued(), c.full(), holders);
  }

  private Holder withOwner(Holder h) {
    Integer owner = h.pid() == self.pid() ? owners.get(h.fd()) : null;
    return owner == null
        ? h
        : new SeenHolder(
            InProcessActor.pid(owner),
            actors.get(owner).name(),
            h.fd(),
            h.reads(),
            h.writes(),
            h.blocking(),
            h.end());
  }

  /** This process without its actors: its threads do not wait for what the actors wait for. */
  private SeenProcess rest() {
    return process(
        self.pid(),
        self.parent(),
        self.command(),
        self.threads().stream().map(this::rest).toList(),
        self.caughtSignals(),
        self.selfStarters());
  }

  private SeenThread rest(SeenThread t) {
    List<Awaited> left =
        t.awaited().stream()
            .filter(a -> !(a instanceof Awaited.Ready ready && owners.containsKey(ready.fd())))
            .toList();
    Wait wait = wait(t.call(), left, t.timed());
    return new SeenThread(t.tid(), t.name(), wait, t.switches(), t.asleep());
  }

  private static Wait wait(String call, List<Awaited> awaited, boolean timed) {
    return new Wait(call, awaited.isEmpty() ? List.of(OutsideWaits.RUNS) : awaited, timed);
  }

  private SeenProcess process(int index, Map<Integer, SeenChannel> byFd) {
    InProcessActor actor = actors.get(index);
    boolean still = index < later.size() && later.get(index).equals(actor);
    var threads = new ArrayList<SeenThread>();
    for (OwnWait wait : still ? actor.waits() : List.<OwnWait>of()) {
      threads.add(thread(actor, threads.size() + 1, wait, byFd));
    }
    if (threads.isEmpty()) {
      Wait runs = wait("", List.of(), false);
      threads.add(new SeenThread(1, actor.name(), runs, 0, Optional.empty()));
    }
    List<String> doubts = actor.doubt().map(List::of).orElse(List.of());
    return process(InProcessActor.pid(index), self.pid(), actor.name(), threads, 0, doubts);
  }

  private static SeenThread thread(
      InProcessActor actor, long tid, OwnWait wait, Map<Integer, SeenChannel> byFd) {
    return switch (wait) {
      case OwnWait.AtEnd end -> {
        SeenChannel channel = byFd.get(end.fd());
        String call = end.toRead() ? "read" : "write";
        List<Awaited> awaited =
            channel == null
                ? List.of(new Awaited.Outside("descriptor " + end.fd()))
                : List.of(new Awaited.Ready(channel.id(), end.fd(), end.toRead()));
        Wait waiting = wait(call, awaited, end.timed());
        yield new SeenThread(tid, actor.name(), waiting, end.moves(), Optional.empty());
      }
      case OwnWait.ForExit(Set<Long> pids) -> {
        Wait waiting = wait("waitid", List.of(new Awaited.Exit(pids)), false);
        yield new SeenThread(tid, actor.name(), waiting, 0, Optional.empty());
      }
    };
  }

  private SeenProcess process(
      long pid,
      long parent,
      String command,
      List<SeenThread> threads,
      long caught,
      List<String> selfStarters) {
    var info = new ProcessInfo(pid, parent, self.group(), self.startTicks(), false);
    return new SeenProcess(
        info, self.session(), self.user(), command, true, threads, caught, selfStarters);
  }
}
