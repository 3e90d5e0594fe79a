package io.standpipe.internal.proc;

import io.standpipe.internal.proc.OpenFile.Kind;
import io.standpipe.internal.proc.SeenSnapshot.Extent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a {@link SeenSnapshot} with plain reads of /proc, as any process of the same user may do;
 * nothing is traced, stopped or changed. Processes go on while it looks. These rules make the
 * snapshot fit for a proof nevertheless:
 *
 * <ol>
 *   <li>A thread counts as waiting only if it slept from the first look to the last. So all threads
 *       that count were asleep together, at every moment between the last of the first looks and
 *       the first of the last looks, and could not change what they hold and wait for.
 *   <li>A holder may fork and exit before it is looked at. So processes are listed again until none
 *       is new: every process that inherited an end has then been looked at.
 *   <li>A process that is exiting shows no descriptors, and may not have closed them yet. It counts
 *       as one that may not be looked into.
 * </ol>
 */
public final class SnapshotReader {
  private static final int MOST_ROUNDS = 20;

  private final Map<Long, ProcessReader> processes = new HashMap<>();

  private SnapshotReader() {}

  /**
   * Looks at all processes. This takes some 20 ms on a desktop, under a second for a thousand
   * processes with ten thousand descriptors, and does not sleep. It holds a pipe's end while it
   * asks how full the pipe is; it adds no end to any pipe, and wakes no process.
   *
   * @throws UnsupportedOperationException on a system that Standpipe does not run on
   */
  public static SeenSnapshot read() {
    var reader = new SnapshotReader();
    Extent extent = reader.readAll();
    return reader.assemble(extent, SleepCheck.TIMED);
  }

  /**
   * Looks at these processes alone, and leaves out the texts that are meant for people. The result
   * proves nothing, and costs a fraction. This process itself counts as running, because it looks.
   */
  public static SeenSnapshot read(Set<Long> pids) {
    var reader = new SnapshotReader();
    long self = ProcessHandle.current().pid();
    for (long pid : pids) {
      Optional<ProcessReader> process =
          pid == self ? ProcessReader.thisOne() : ProcessReader.brief(pid);
      process.ifPresent(p -> reader.processes.put(p.pid(), p));
    }
    return reader.assemble(Extent.PARTIAL, SleepCheck.UNTIMED);
  }

  private Extent readAll() {
    Set<Integer> listed = new HashSet<>();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      boolean isNew = false;
      for (int pid : ProcFiles.processes()) {
        if (listed.add(pid)) {
          isNew = true;
          Optional<ProcessReader> process = ProcessReader.full(pid);
          process.ifPresent(p -> processes.put(p.pid(), p));
        }
      }
      if (!isNew) {
        boolean exiting = processes.values().stream().anyMatch(ProcessReader::isExiting);
        return exiting ? Extent.UNSETTLED : Extent.SETTLED;
      }
    }
    return Extent.UNSETTLED;
  }

  private SeenSnapshot assemble(Extent extent, SleepCheck check) {
    var channels = new ChannelReader(hasSockets() ? SocketTable.read() : SocketTable.empty());
    for (ProcessReader p : processes.values()) {
      p.files().values().forEach(file -> channels.add(p.pid(), p.command(), file));
    }
    Map<Long, List<ChildProcess>> children = children();
    List<SeenProcess> first =
        processes.values().stream()
            .map(p -> p.decode(channels, children.getOrDefault(p.pid(), List.of())))
            .toList();
    first.forEach(channels::addOpenings);
    Collection<SeenChannel> all = channels.read();
    List<SeenProcess> states = first.stream().map(check::confirm).toList();
    return new SeenSnapshot(Instant.now(), states, List.copyOf(all), extent);
  }

  /** The kernel lists all sockets of the machine or none: it is asked only if some are held. */
  private boolean hasSockets() {
    return processes.values().stream()
        .flatMap(p -> p.files().values().stream())
        .anyMatch(file -> file.kind() == Kind.SOCKET);
  }

  private Map<Long, List<ChildProcess>> children() {
    Map<Long, List<ChildProcess>> children = new HashMap<>();
    for (ProcessReader p : processes.values()) {
      children.computeIfAbsent(p.parent(), parent -> new ArrayList<>()).add(p.asChild());
    }
    return children;
  }
}
