package io.standpipe.doctor;

import io.standpipe.doctor.GlibcStreams.Pending;
import io.standpipe.doctor.WaitersByChannel.Waiting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds programs that wait for input while what they have written lies in their own buffers.
 *
 * <p>Memory is looked at only where that would explain something: of a process that waits to read,
 * and holds the write end of a channel that somebody else waits at and that is empty.
 */
final class HeldBack {
  /** Programs that buffer by themselves, not through the C library. */
  private static final List<String> OWN_BUFFERS =
      List.of("python", "pypy", "perl", "ruby", "java", "php", "guile", "sbcl");

  private static final int STDOUT = 1;

  private final Snapshot snapshot;
  private final WaitersByChannel waitings;
  private final List<Deadlock> deadlocks;

  HeldBack(Snapshot snapshot, WaitersByChannel waitings, List<Deadlock> deadlocks) {
    this.snapshot = snapshot;
    this.waitings = waitings;
    this.deadlocks = deadlocks;
  }

  List<Unflushed> find() {
    var found = new ArrayList<Unflushed>();
    expected().forEach((process, descriptors) -> found.addAll(look(process, descriptors)));
    return found;
  }

  /** Who waits to read, and could answer at which descriptors to somebody who waits, too. */
  private Map<ProcessState, Set<Integer>> expected() {
    Map<ProcessState, Set<Integer>> expected = new LinkedHashMap<>();
    for (Channel channel : snapshot.channels()) {
      List<Waiting> readers = waitings.readers(channel);
      if (channel.kind() != Channel.Kind.EVENT && channel.queued().orElse(0) == 0) {
        for (Holder holder : channel.holders()) {
          boolean elsewhere = readers.stream().anyMatch(r -> r.process().pid() != holder.pid());
          if (holder.writes() && elsewhere) {
            snapshot
                .process(holder.pid())
                .filter(HeldBack::waitsToRead)
                .ifPresent(p -> expected.computeIfAbsent(p, k -> new TreeSet<>()).add(holder.fd()));
          }
        }
      }
    }
    return expected;
  }

  private static boolean waitsToRead(ProcessState process) {
    return process.threads().stream()
        .flatMap(t -> t.waiting().awaited().stream())
        .anyMatch(a -> a instanceof Awaited.Ready ready && ready.toRead());
  }

  private List<Unflushed> look(ProcessState process, Set<Integer> descriptors) {
    Severity severity = severity(process, deadlocks);
    if (InProcessActors.isPart(process.pid())) {
      return List.of(); // it tells by itself what it holds back
    }
    List<Pending> pending =
        GlibcStreams.of(process.pid()).stream().filter(p -> descriptors.contains(p.fd())).toList();
    if (pending.isEmpty() && descriptors.contains(STDOUT) && hasNeverWritten(process)) {
      return List.of(
          new Unflushed(severity, process, STDOUT, OptionalInt.empty(), Optional.empty()));
    }
    return pending.stream()
        .map(p ->
            new Unflushed(
                severity, process, p.fd(), OptionalInt.of(p.bytes()), Optional.of(p.text())))
        .toList();
  }

  /** That of the worst deadlock that it is in; else information. */
  static Severity severity(ProcessState process, List<Deadlock> deadlocks) {
    return deadlocks.stream()
        .filter(d -> d.members().contains(process))
        .map(Deadlock::severity)
        .min(Severity::compareTo)
        .orElse(Severity.INFORMATION);
  }

  /** Proc_pid_io(5): {@code wchar} counts the bytes of all its writes, of whatever kind. */
  private static boolean hasNeverWritten(ProcessState process) {
    String program = ProcFiles.link(ProcFiles.of(process.pid(), "exe")).orElse(process.command());
    String name = program.substring(program.lastIndexOf('/') + 1);
    return OWN_BUFFERS.stream().anyMatch(name::startsWith)
        && ProcFiles.text(ProcFiles.name(process.pid(), "io"))
            .filter(io -> Descriptors.field(io, "wchar").equals("0"))
            .isPresent();
  }
}
