package io.standpipe.internal.verdict;

import io.standpipe.doctor.Awaited;
import io.standpipe.doctor.Channel;
import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.Holder;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.Snapshot;
import io.standpipe.internal.proc.OutsideWaits;
import io.standpipe.internal.verdict.WaitersByChannel.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds full pipes whose writers wait, and tells slow readers from absent ones. */
final class FullPipes {
  private static final int STDOUT = 1;

  private final Snapshot snapshot;
  private final WaitersByChannel waiters;
  private final List<Deadlock> deadlocks;

  FullPipes(Snapshot snapshot, WaitersByChannel waiters, List<Deadlock> deadlocks) {
    this.snapshot = snapshot;
    this.waiters = waiters;
    this.deadlocks = deadlocks;
  }

  List<Finding> find() {
    var found = new ArrayList<Finding>();
    for (Channel channel : snapshot.channels()) {
      List<Waiting> writers = waiters.writers(channel).stream().filter(Waiting::isPlain).toList();
      if (channel.kind().isOneWay() && channel.full() && !writers.isEmpty()) {
        look(channel, writers).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<Finding> look(Channel channel, List<Waiting> writers) {
    List<ProcessState> readers = waiters.holders(channel, Holder::reads);
    ProcessState writer = writers.getFirst().process();
    boolean told = deadlocks.stream().anyMatch(d -> d.pids().contains(writer.pid()));
    if (told || readers.isEmpty() || !waiters.readers(channel).isEmpty()) {
      return Optional.empty();
    }
    Optional<ProcessState> busy = readers.stream().filter(FullPipes::works).findFirst();
    if (busy.isPresent()) {
      List<ProcessState> waiting = writers.stream().map(Waiting::process).distinct().toList();
      return Optional.of(new BottleneckFinding(busy.get(), channel, waiting, output(busy.get())));
    }
    if (readers.stream().allMatch(this::waitsForRoom)) {
      // The stage behind it is the slow one, and is looked at by itself.
      return Optional.empty();
    }
    boolean stopped = readers.stream().anyMatch(r -> waitsFor(r, OutsideWaits.STOPPED));
    Severity severity = stopped ? Severity.WARNING : Severity.INFORMATION;
    List<String> doing = readers.stream().map(waiters::doing).toList();
    return Optional.of(new FullPipeFinding(severity, writer, channel, readers, doing));
  }

  private static boolean works(ProcessState process) {
    return waitsFor(process, OutsideWaits.RUNS) || waitsFor(process, OutsideWaits.RAN);
  }

  private static boolean waitsFor(ProcessState process, Awaited awaited) {
    return process.threads().stream().anyMatch(t -> t.awaited().contains(awaited));
  }

  private boolean waitsForRoom(ProcessState process) {
    return snapshot.channels().stream()
        .flatMap(c -> waiters.writers(c).stream())
        .anyMatch(w -> w.process().equals(process));
  }

  private Optional<Channel> output(ProcessState process) {
    return snapshot.channels().stream()
        .filter(c -> c.kind().isOneWay())
        .filter(c ->
            c.holders().stream()
                .anyMatch(h -> h.pid() == process.pid() && h.fd() == STDOUT && h.writes()))
        .findFirst();
  }
}
