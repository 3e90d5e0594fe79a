package io.standpipe.cli.doctor.view;

import io.standpipe.doctor.Holder;
import io.standpipe.doctor.ProcessState;
import io.standpipe.internal.proc.Awaited;
import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.proc.SeenThread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds every {@link ChannelEnd} of a snapshot, except those of this process. */
final class ChannelEnds {
  private final SeenSnapshot snapshot;
  private final long self = ProcessHandle.current().pid();
  private final Map<Long, List<Awaited>> waits = new LinkedHashMap<>();
  private final List<ChannelEnd> openings = new ArrayList<>();

  /** Groups the descriptors of one process that are the same end. */
  private record Key(long pid, String end, boolean reads, boolean writes) {}

  ChannelEnds(SeenSnapshot snapshot) {
    this.snapshot = snapshot;
    for (SeenProcess process : snapshot.seenProcesses()) {
      List<Awaited> awaited =
          process.threads().stream().flatMap(ChannelEnds::awaited).distinct().toList();
      waits.put(process.pid(), awaited);
      awaited.forEach(a -> {
        if (a instanceof Awaited.Partner partner) {
          opening(process, partner).ifPresent(openings::add);
        }
      });
    }
  }

  /** What a thread waits for; empty if something other than a process can wake it. */
  static Stream<Awaited> awaited(SeenThread thread) {
    List<Awaited> awaited = thread.awaited();
    return awaited.stream().anyMatch(Awaited.Outside.class::isInstance)
        ? Stream.empty()
        : awaited.stream();
  }

  /** What the threads of a process wait for. */
  List<Awaited> awaited(ProcessState process) {
    return waits.getOrDefault(process.pid(), List.of());
  }

  /** All channels, including those that a process is only about to open. */
  List<SeenChannel> channels() {
    return snapshot.seenChannels();
  }

  /** The processes that have an end of {@code channel}, or are about to open one. */
  List<ChannelEnd> of(SeenChannel channel) {
    Map<Key, List<Integer>> descriptors = new LinkedHashMap<>();
    for (Holder h : channel.holders()) {
      if (h.pid() != self) {
        var key = new Key(h.pid(), h.end(), h.reads(), h.writes());
        descriptors.computeIfAbsent(key, k -> new ArrayList<>()).add(h.fd());
      }
    }
    var ends = new ArrayList<ChannelEnd>();
    descriptors.forEach((key, fds) -> end(channel, key, fds).ifPresent(ends::add));
    openings.stream().filter(opening -> opening.channel().equals(channel)).forEach(ends::add);
    return ends;
  }

  private Optional<ChannelEnd> end(SeenChannel channel, Key key, List<Integer> fds) {
    return snapshot
        .seenProcess(key.pid)
        .map(process ->
            new ChannelEnd(
                process,
                channel,
                key.end,
                List.copyOf(fds),
                key.reads,
                key.writes,
                waits(process, channel, fds, true),
                waits(process, channel, fds, false)));
  }

  private boolean waits(
      SeenProcess process, SeenChannel channel, List<Integer> fds, boolean toRead) {
    return awaited(process).stream()
        .anyMatch(a ->
            a instanceof Awaited.Ready ready
                && ready.channel().equals(channel.id())
                && ready.toRead() == toRead
                && fds.contains(ready.fd()));
  }

  /** The snapshot has a channel for every fifo that a process waits to open. */
  private Optional<ChannelEnd> opening(SeenProcess process, Awaited.Partner partner) {
    boolean toRead = partner.toRead();
    return snapshot
        .seenChannel(partner.fifo())
        .map(c -> new ChannelEnd(process, c, "", List.of(), toRead, !toRead, toRead, !toRead));
  }
}
