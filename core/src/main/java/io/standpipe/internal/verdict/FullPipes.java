package io.standpipe.internal.verdict;

import io.standpipe.doctor.Channel;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.Holder;
import io.standpipe.doctor.Severity;
import io.standpipe.internal.proc.Awaited;
import io.standpipe.internal.proc.OutsideWaits;
import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.verdict.WaitersByChannel.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds full pipes whose writers wait, and tells slow readers from those that do not read. */
final class FullPipes {
  private static final int STDOUT = 1;

  private final SeenSnapshot snapshot;
  private final WaitersByChannel waiters;
  private final List<DeadlockFinding> deadlocks;

  FullPipes(SeenSnapshot snapshot, WaitersByChannel waiters, List<DeadlockFinding> deadlocks) {
    this.snapshot = snapshot;
    this.waiters = waiters;
    this.deadlocks = deadlocks;
  }

  List<Finding> find() {
    var found = new ArrayList<Finding>();
    for (SeenChannel channel : snapshot.seenChannels()) {
      List<Waiting> writers = waiters.writers(channel).stream().filter(Waiting::isPlain).toList();
      if (channel.type().isOneWay() && channel.full() && !writers.isEmpty()) {
        look(channel, writers).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<Finding> look(SeenChannel channel, List<Waiting> writers) {
    List<SeenProcess> readers = waiters.holders(channel, Holder::reads);
    SeenProcess writer = writers.getFirst().process();
    boolean told = deadlocks.stream().anyMatch(d -> d.pids().contains(writer.pid()));
    if (told || readers.isEmpty() || !waiters.readers(channel).isEmpty()) {
      return Optional.empty();
    }
    Optional<SeenProcess> busy = readers.stream().filter(FullPipes::works).findFirst();
    if (busy.isPresent()) {
      List<SeenProcess> waiting = writers.stream().map(Waiting::process).distinct().toList();
      return Optional.of(
          new BottleneckFinding(busy.get(), channel, List.copyOf(waiting), output(busy.get())));
    }
    if (readers.stream().allMatch(this::waitsForRoom)) {
      // The stage behind the readers is the slow one. It gets a finding of its own.
      return Optional.empty();
    }
    boolean stopped = readers.stream().anyMatch(r -> waitsFor(r, OutsideWaits.STOPPED));
    Severity severity = stopped ? Severity.WARNING : Severity.INFORMATION;
    List<String> doing = readers.stream().map(waiters::doing).toList();
    return Optional.of(new FullPipeFinding(severity, writer, channel, List.copyOf(readers), doing));
  }

  private static boolean works(SeenProcess process) {
    return waitsFor(process, OutsideWaits.RUNS) || waitsFor(process, OutsideWaits.RAN);
  }

  private static boolean waitsFor(SeenProcess process, Awaited awaited) {
    return process.threads().stream().anyMatch(t -> t.awaited().contains(awaited));
  }

  private boolean waitsForRoom(SeenProcess process) {
    return snapshot.seenChannels().stream()
        .flatMap(c -> waiters.writers(c).stream())
        .anyMatch(w -> w.process().equals(process));
  }

  private Optional<Channel> output(SeenProcess process) {
    return snapshot.seenChannels().stream()
        .filter(c -> c.type().isOneWay())
        .filter(c ->
            c.holders().stream()
                .anyMatch(h -> h.pid() == process.pid() && h.fd() == STDOUT && h.writes()))
        .findFirst()
        .map(Channel.class::cast);
  }
}
