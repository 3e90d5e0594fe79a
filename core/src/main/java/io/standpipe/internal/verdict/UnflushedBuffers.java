package io.standpipe.internal.verdict;

import io.standpipe.doctor.Holder;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.Unflushed;
import io.standpipe.internal.proc.Awaited;
import io.standpipe.internal.proc.ChannelType;
import io.standpipe.internal.proc.GlibcStreams;
import io.standpipe.internal.proc.GlibcStreams.Pending;
import io.standpipe.internal.proc.IoFile;
import io.standpipe.internal.proc.ProcFiles;
import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.verdict.InProcessActor.UnflushedBytes;
import io.standpipe.internal.verdict.WaitersByChannel.Waiting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds programs that wait for input while what they have written is in their own buffers.
 *
 * <p>It looks only into the memory of a process that waits to read, and that holds the write end of
 * an empty channel at which another process waits. Other memory could not explain anything.
 */
final class UnflushedBuffers {
  /** Programs that buffer by themselves, not through the C library. */
  private static final List<String> OWN_BUFFERS =
      List.of("python", "pypy", "perl", "ruby", "java", "php", "guile", "sbcl");

  private static final int STDOUT = 1;

  private final SeenSnapshot snapshot;
  private final WaitersByChannel waiters;
  private final List<DeadlockFinding> deadlocks;

  UnflushedBuffers(
      SeenSnapshot snapshot, WaitersByChannel waiters, List<DeadlockFinding> deadlocks) {
    this.snapshot = snapshot;
    this.waiters = waiters;
    this.deadlocks = deadlocks;
  }

  /** Findings about other processes, and about those actors of this process that wait. */
  List<Unflushed> find(List<InProcessActor> actors) {
    var found = new ArrayList<Unflushed>();
    expected().forEach((process, descriptors) -> found.addAll(look(process, descriptors)));
    for (int i = 0; i < actors.size(); i++) {
      Optional<SeenProcess> process = snapshot.seenProcess(InProcessActor.pid(i));
      if (process.isPresent() && !actors.get(i).waits().isEmpty()) {
        actors.get(i).unflushed().forEach(bytes -> found.add(finding(process.get(), bytes)));
      }
    }
    return found;
  }

  private Unflushed finding(SeenProcess process, UnflushedBytes bytes) {
    OptionalInt count = OptionalInt.of(bytes.bytes());
    return new UnflushedFinding(severity(process), process, bytes.fd(), count, bytes.text());
  }

  /** The processes that wait to read, and the descriptors at which others wait for them. */
  private Map<SeenProcess, Set<Integer>> expected() {
    Map<SeenProcess, Set<Integer>> expected = new LinkedHashMap<>();
    for (SeenChannel channel : snapshot.seenChannels()) {
      List<Waiting> readers = waiters.readers(channel);
      if (channel.type() != ChannelType.EVENT && channel.queued().orElse(0) == 0) {
        for (Holder holder : channel.holders()) {
          boolean elsewhere = readers.stream().anyMatch(r -> r.process().pid() != holder.pid());
          if (holder.writes() && elsewhere) {
            snapshot
                .seenProcess(holder.pid())
                .filter(UnflushedBuffers::waitsToRead)
                .ifPresent(p -> expected.computeIfAbsent(p, k -> new TreeSet<>()).add(holder.fd()));
          }
        }
      }
    }
    return expected;
  }

  private static boolean waitsToRead(SeenProcess process) {
    return process.threads().stream()
        .flatMap(t -> t.awaited().stream())
        .anyMatch(a -> a instanceof Awaited.Ready ready && ready.toRead());
  }

  private List<Unflushed> look(SeenProcess process, Set<Integer> descriptors) {
    if (InProcessActor.isActor(process.pid())) {
      return List.of(); // the actor itself says what it holds back
    }
    Severity severity = severity(process);
    List<Pending> pending =
        GlibcStreams.of(process.pid()).stream().filter(p -> descriptors.contains(p.fd())).toList();
    if (pending.isEmpty() && descriptors.contains(STDOUT) && hasNeverWritten(process)) {
      return List.of(
          new UnflushedFinding(severity, process, STDOUT, OptionalInt.empty(), Optional.empty()));
    }
    return pending.stream()
        .<Unflushed>map(p ->
            new UnflushedFinding(
                severity, process, p.fd(), OptionalInt.of(p.bytes()), Optional.of(p.text())))
        .toList();
  }

  /** The worst of the deadlocks that the process is in; otherwise information. */
  private Severity severity(SeenProcess process) {
    return deadlocks.stream()
        .filter(d -> d.members().contains(process))
        .map(DeadlockFinding::severity)
        .min(Severity::compareTo)
        .orElse(Severity.INFORMATION);
  }

  private static boolean hasNeverWritten(SeenProcess process) {
    String program = ProcFiles.program(process.pid()).orElse(process.command());
    String name = program.substring(program.lastIndexOf('/') + 1);
    return OWN_BUFFERS.stream().anyMatch(name::startsWith)
        && IoFile.written(process.pid()).orElse(-1) == 0;
  }
}
