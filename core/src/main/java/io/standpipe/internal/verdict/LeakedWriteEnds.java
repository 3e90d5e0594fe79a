package io.standpipe.internal.verdict;

import io.standpipe.doctor.Holder;
import io.standpipe.doctor.LeakedWriteEnd;
import io.standpipe.doctor.Severity;
import io.standpipe.internal.proc.Awaited.Exit;
import io.standpipe.internal.proc.ChannelType;
import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.verdict.WaitersByChannel.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds pipes whose end of file does not come because a write end was leaked. */
final class LeakedWriteEnds {
  private static final long INIT = 1;
  private static final int LAST_STANDARD = 2;

  private final SeenSnapshot snapshot;
  private final WaitersByChannel waiters;
  private final HiddenHolders family;
  private final List<DeadlockFinding> deadlocks;

  LeakedWriteEnds(
      SeenSnapshot snapshot, WaitersByChannel waiters, List<DeadlockFinding> deadlocks) {
    this.snapshot = snapshot;
    this.waiters = waiters;
    this.family = new HiddenHolders(snapshot);
    this.deadlocks = deadlocks;
  }

  /** At most one finding for each pipe. */
  List<LeakedWriteEnd> find() {
    var found = new ArrayList<LeakedWriteEnd>();
    for (SeenChannel channel : snapshot.seenChannels()) {
      if (channel.type().isOneWay() && channel.queued().orElse(0) == 0) {
        waiters.readers(channel).stream()
            .flatMap(w -> look(channel, w).stream())
            .findFirst()
            .ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<LeakedWriteEnd> look(SeenChannel channel, Waiting reader) {
    List<SeenProcess> writers = waiters.holders(channel, Holder::writes);
    boolean itself = writers.contains(reader.process());
    if (itself) {
      // A process that polls a pipe of its own wakes itself with it. A process that opens a fifo
      // for
      // reading and writing keeps it open on purpose.
      boolean meant = !reader.isPlain() || channel.type() != ChannelType.PIPE;
      return meant ? Optional.empty() : found(channel, reader, writers, LeakReason.ITSELF);
    }
    if (writers.stream().anyMatch(w -> awaitsExit(w, reader.process()))
        && severity(writers, reader) != Severity.INFORMATION) {
      return found(channel, reader, writers, LeakReason.WAITS_FOR_READER);
    }
    if (channel.type() == ChannelType.FIFO || writers.isEmpty()) {
      return Optional.empty();
    }
    if (writers.stream().allMatch(w -> isLeftBehind(w, reader.process()))) {
      return found(channel, reader, writers, LeakReason.LEFT_BEHIND);
    }
    return writers.stream().allMatch(w -> isLeak(channel, w, reader.process()))
        ? found(channel, reader, writers, LeakReason.LEAKED)
        : Optional.empty();
  }

  private Optional<LeakedWriteEnd> found(
      SeenChannel channel, Waiting reader, List<SeenProcess> writers, LeakReason why) {
    Severity severity =
        switch (why) {
          case ITSELF, WAITS_FOR_READER -> severity(writers, reader);
          // A reader that watches many channels can go on with the others.
          case LEFT_BEHIND -> reader.isPlain() ? Severity.WARNING : Severity.INFORMATION;
          case LEAKED -> Severity.INFORMATION;
        };
    List<Holder> ends = channel.holders().stream().filter(Holder::writes).toList();
    return Optional.of(
        new LeakedWriteEndFinding(
            severity, reader.process(), channel, ends, why, List.copyOf(writers)));
  }

  /** The worst of the deadlocks that the reader and a writer are in; otherwise information. */
  private Severity severity(List<SeenProcess> writers, Waiting reader) {
    return deadlocks.stream()
        .filter(d -> d.members().contains(reader.process()))
        .filter(d -> writers.stream().anyMatch(d.members()::contains))
        .map(DeadlockFinding::severity)
        .min(Severity::compareTo)
        .orElse(Severity.INFORMATION);
  }

  private static boolean awaitsExit(SeenProcess writer, SeenProcess reader) {
    return writer.threads().stream()
        .flatMap(t -> t.awaited().stream())
        .anyMatch(a -> a instanceof Exit exit && exit.pids().contains(reader.pid()));
  }

  /**
   * Whether the writer's parent has ended. The kernel does not say so, but fork keeps the session.
   * So if a process does not lead a session, and its parent is in another one, its own parent has
   * ended and it was given to this one. A child of init that shares a pipe with a process further
   * down was given to init in this way.
   */
  private boolean isLeftBehind(SeenProcess writer, SeenProcess reader) {
    long parent = writer.parent();
    if (family.ancestors(reader.pid()).contains(writer.pid())) {
      return false;
    }
    if (parent == reader.parent() || parent == reader.pid()) {
      return false;
    }
    boolean foreign =
        writer.session() != writer.pid()
            && snapshot
                .seenProcess(parent)
                .filter(p -> p.session() != writer.session())
                .isPresent();
    return parent == INIT || foreign;
  }

  /** Whether the writer has the end at no standard descriptor, and is unrelated to the reader. */
  private boolean isLeak(SeenChannel channel, SeenProcess writer, SeenProcess reader) {
    boolean standard =
        channel.holders().stream()
            .anyMatch(h -> h.pid() == writer.pid() && h.writes() && h.fd() <= LAST_STANDARD);
    return !standard
        && !family.ancestors(reader.pid()).contains(writer.pid())
        && !family.ancestors(writer.pid()).contains(reader.pid());
  }
}
