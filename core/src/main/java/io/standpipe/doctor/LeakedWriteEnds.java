package io.standpipe.doctor;

import io.standpipe.doctor.Awaited.Exit;
import io.standpipe.doctor.LeakedWriteEnd.Why;
import io.standpipe.doctor.WaitersByChannel.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds pipes whose end of file does not come. */
final class LeakedWriteEnds {
  private static final long INIT = 1;
  private static final int LAST_STANDARD = 2;

  private final Snapshot snapshot;
  private final WaitersByChannel waitings;
  private final HiddenHolders kinship;
  private final List<Deadlock> deadlocks;

  LeakedWriteEnds(Snapshot snapshot, WaitersByChannel waitings, List<Deadlock> deadlocks) {
    this.snapshot = snapshot;
    this.waitings = waitings;
    this.kinship = new HiddenHolders(snapshot);
    this.deadlocks = deadlocks;
  }

  List<LeakedWriteEnd> find() {
    var found = new ArrayList<LeakedWriteEnd>();
    for (Channel channel : snapshot.channels()) {
      if (channel.kind().oneWay() && channel.queued().orElse(0) == 0) {
        waitings.readers(channel).stream()
            .flatMap(w -> look(channel, w).stream())
            .findFirst()
            .ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<LeakedWriteEnd> look(Channel channel, Waiting reader) {
    List<ProcessState> writers = waitings.holders(channel, Holder::writes);
    boolean itself = writers.contains(reader.process());
    if (itself) {
      // Whoever polls a pipe of its own wakes itself by it; a fifo opened for both is kept open.
      boolean meant = !reader.isPlain() || channel.kind() != Channel.Kind.PIPE;
      return meant ? Optional.empty() : found(channel, reader, writers, Why.ITSELF);
    }
    if (writers.stream().anyMatch(w -> awaitsExit(w, reader.process()))
        && severity(writers, reader) != Severity.INFORMATION) {
      return found(channel, reader, writers, Why.WAITS_FOR_READER);
    }
    if (channel.kind() == Channel.Kind.FIFO || writers.isEmpty()) {
      return Optional.empty();
    }
    if (writers.stream().allMatch(w -> isLeftBehind(w, reader.process()))) {
      return found(channel, reader, writers, Why.LEFT_BEHIND);
    }
    return writers.stream().allMatch(w -> isLeak(channel, w, reader.process()))
        ? found(channel, reader, writers, Why.LEAKED)
        : Optional.empty();
  }

  private Optional<LeakedWriteEnd> found(
      Channel channel, Waiting reader, List<ProcessState> writers, Why why) {
    Severity severity =
        switch (why) {
          case ITSELF, WAITS_FOR_READER -> severity(writers, reader);
          // One that watches many may well live with it; one that reads this alone does not.
          case LEFT_BEHIND -> reader.isPlain() ? Severity.WARNING : Severity.INFORMATION;
          case LEAKED -> Severity.INFORMATION;
        };
    List<Holder> ends = channel.holders().stream().filter(Holder::writes).toList();
    return Optional.of(new LeakedWriteEnd(severity, reader.process(), channel, ends, why, writers));
  }

  /** That of the deadlock that reader and writers are in. */
  private Severity severity(List<ProcessState> writers, Waiting reader) {
    return deadlocks.stream()
        .filter(d -> d.members().contains(reader.process()))
        .filter(d -> writers.stream().anyMatch(d.members()::contains))
        .map(Deadlock::severity)
        .min(Severity::compareTo)
        .orElse(Severity.INFORMATION);
  }

  private static boolean awaitsExit(ProcessState writer, ProcessState reader) {
    return writer.threads().stream()
        .flatMap(t -> t.waiting().awaited().stream())
        .anyMatch(a -> a instanceof Exit exit && exit.pids().contains(reader.pid()));
  }

  /**
   * Whether its parent has ended. Nobody tells; but fork keeps the session, so one whose parent is
   * of another session, and which leads none itself, has been given to that parent. So has a child
   * of init that shares a pipe with a process further down.
   */
  private boolean isLeftBehind(ProcessState writer, ProcessState reader) {
    long parent = writer.info().parent();
    if (kinship.ancestors(reader.pid()).contains(writer.pid())) {
      return false;
    }
    if (parent == reader.info().parent() || parent == reader.pid()) {
      return false;
    }
    boolean foreign =
        writer.session() != writer.pid()
            && snapshot.process(parent).filter(p -> p.session() != writer.session()).isPresent();
    return parent == INIT || foreign;
  }

  /** At no standard descriptor, in a process that has neither started the reader nor it them. */
  private boolean isLeak(Channel channel, ProcessState writer, ProcessState reader) {
    boolean standard =
        channel.holders().stream()
            .anyMatch(h -> h.pid() == writer.pid() && h.writes() && h.fd() <= LAST_STANDARD);
    return !standard
        && !kinship.ancestors(reader.pid()).contains(writer.pid())
        && !kinship.ancestors(writer.pid()).contains(reader.pid());
  }
}
