package io.standpipe.doctor;

import io.standpipe.doctor.OpenFile.Kind;
import io.standpipe.doctor.WaitReader.Child;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a {@link Snapshot}. Processes go on while it looks; these rules make it good for a proof
 * all the same:
 *
 * <ol>
 *   <li>A thread counts as waiting only if it slept from the first look to the last: then all that
 *       count were asleep together, at every moment between the last first look and the first last
 *       look, and what they hold and wait for could not change by their doing.
 *   <li>A holder may fork and be gone before we come to it. So processes are listed again until
 *       none is new: whoever inherited an end has been looked at.
 *   <li>A process on its way out shows no descriptors, and may not have closed them yet: it counts
 *       as one that may not be looked into.
 * </ol>
 */
final class SnapshotReader {
  private static final int MOST_ROUNDS = 20;

  private final Map<Long, ProcessReader> processes = new HashMap<>();
  private final Set<Integer> listed = new HashSet<>();
  private boolean settled;

  private final boolean partial;

  private SnapshotReader(boolean partial) {
    this.partial = partial;
  }

  static Snapshot read() {
    var reader = new SnapshotReader(false);
    reader.readAll();
    return reader.assemble();
  }

  /**
   * Of these processes alone, without what is there to be read by people: no proof of anything, but
   * a fraction of the cost. This very process is just one that runs: it is the one that looks.
   */
  static Snapshot read(Set<Long> pids) {
    var reader = new SnapshotReader(true);
    long self = ProcessHandle.current().pid();
    for (long pid : pids) {
      Optional<ProcessReader> process =
          pid == self ? ProcessReader.thisOne() : ProcessReader.brief(pid);
      process.ifPresent(p -> reader.processes.put(p.pid(), p));
    }
    return reader.assemble();
  }

  private void readAll() {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      boolean isNew = false;
      for (int pid : ProcFiles.processes()) {
        if (listed.add(pid)) {
          isNew = true;
          Optional<ProcessReader> process = ProcessReader.of(pid);
          process.ifPresent(p -> processes.put(p.pid(), p));
        }
      }
      if (!isNew) {
        settled = processes.values().stream().noneMatch(p -> p.stat.isExiting());
        return;
      }
    }
  }

  private Snapshot assemble() {
    // All sockets of the machine, for the sake of those that are held here: if any are.
    boolean sockets =
        processes.values().stream()
            .flatMap(p -> p.files.values().stream())
            .anyMatch(file -> file.kind() == Kind.SOCKET);
    var channels = new ChannelReader(sockets ? SocketTable.read() : SocketTable.empty());
    processes.forEach((pid, p) -> p.files.values().forEach(f -> channels.add(pid, f)));
    Map<Long, List<Child>> children = new HashMap<>();
    for (ProcessReader p : processes.values()) {
      children
          .computeIfAbsent(p.stat.info().parent(), parent -> new ArrayList<>())
          .add(p.asChild());
    }
    List<ProcessState> first =
        processes.values().stream()
            .map(p -> p.decode(channels, children.getOrDefault(p.pid(), List.of())))
            .toList();
    Map<String, Channel> all = channels.read();
    List<ProcessState> states =
        first.stream().map(p -> ProcessReader.confirm(p, !partial)).toList();
    return new Snapshot(Instant.now(), states, List.copyOf(all.values()), settled, partial);
  }
}
