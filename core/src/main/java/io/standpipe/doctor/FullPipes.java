package io.standpipe.doctor;

import io.standpipe.doctor.WaitersByChannel.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds full pipes whose writers wait, and says of their readers whether they are slow or away. */
final class FullPipes {
  private final Snapshot snapshot;
  private final WaitersByChannel waitings;
  private final List<Deadlock> deadlocks;

  FullPipes(Snapshot snapshot, WaitersByChannel waitings, List<Deadlock> deadlocks) {
    this.snapshot = snapshot;
    this.waitings = waitings;
    this.deadlocks = deadlocks;
  }

  List<Finding> find() {
    var found = new ArrayList<Finding>();
    for (Channel channel : snapshot.channels()) {
      List<Waiting> writers = waitings.writers(channel).stream().filter(w -> w.isPlain()).toList();
      if (channel.kind().oneWay() && channel.full() && !writers.isEmpty()) {
        look(channel, writers).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<Finding> look(Channel channel, List<Waiting> writers) {
    List<ProcessState> readers = waitings.holders(channel, Holder::reads);
    ProcessState writer = writers.getFirst().process();
    boolean told = deadlocks.stream().anyMatch(d -> d.pids().contains(writer.pid()));
    if (told || readers.isEmpty() || !waitings.readers(channel).isEmpty()) {
      return Optional.empty();
    }
    Optional<ProcessState> busy = readers.stream().filter(FullPipes::works).findFirst();
    if (busy.isPresent()) {
      List<ProcessState> waiting = writers.stream().map(Waiting::process).distinct().toList();
      return Optional.of(new Bottleneck(busy.get(), channel, waiting, output(busy.get())));
    }
    if (readers.stream().allMatch(this::waitsForRoom)) {
      // The stage behind it is the slow one, and is looked at by itself.
      return Optional.empty();
    }
    boolean stopped = readers.stream().anyMatch(FullPipes::isStopped);
    Severity severity = stopped ? Severity.WARNING : Severity.INFORMATION;
    List<String> doing = readers.stream().map(waitings::doing).toList();
    return Optional.of(new FullPipe(severity, writer, channel, readers, doing));
  }

  private static boolean works(ProcessState process) {
    return process.threads().stream()
        .anyMatch(t ->
            t.waiting().awaited().stream()
                .anyMatch(a -> a.equals(WaitReader.RUNS) || a.equals(ProcessReader.RAN)));
  }

  private static boolean isStopped(ProcessState process) {
    return process.threads().stream()
        .anyMatch(t -> t.waiting().awaited().contains(WaitReader.STOPPED));
  }

  private boolean waitsForRoom(ProcessState process) {
    return snapshot.channels().stream()
        .flatMap(c -> waitings.writers(c).stream())
        .anyMatch(w -> w.process().equals(process));
  }

  private Optional<Channel> output(ProcessState process) {
    return snapshot.channels().stream()
        .filter(c -> c.kind().oneWay())
        .filter(c ->
            c.holders().stream()
                .anyMatch(h -> h.pid() == process.pid() && h.fd() == 1 && h.writes()))
        .findFirst();
  }
}
