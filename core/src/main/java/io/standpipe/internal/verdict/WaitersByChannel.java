package io.standpipe.internal.verdict;

import io.standpipe.doctor.Awaited;
import io.standpipe.doctor.Awaited.Ready;
import io.standpipe.doctor.Channel;
import io.standpipe.doctor.Holder;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Snapshot;
import io.standpipe.doctor.ThreadState;
import io.standpipe.internal.proc.Wait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The waits of a snapshot by the channel at which a thread waits. */
final class WaitersByChannel {
  /** A thread that waits at a channel, alone or among other things. */
  record Waiting(ProcessState process, ThreadState thread, Ready ready) {
    /** Whether it waits for nothing else: in a read or a write, not in a poll. */
    boolean isPlain() {
      return Wait.of(thread).isPlain() && thread.awaited().size() == 1;
    }
  }

  private final Snapshot snapshot;
  private final Map<String, List<Waiting>> byChannel = new HashMap<>();

  WaitersByChannel(Snapshot snapshot) {
    this.snapshot = snapshot;
    for (ProcessState process : snapshot.processes()) {
      for (ThreadState thread : process.threads()) {
        for (Awaited awaited : thread.awaited()) {
          if (awaited instanceof Ready ready) {
            byChannel
                .computeIfAbsent(ready.channel(), c -> new ArrayList<>())
                .add(new Waiting(process, thread, ready));
          }
        }
      }
    }
  }

  List<Waiting> readers(Channel channel) {
    return at(channel, Ready::toRead);
  }

  List<Waiting> writers(Channel channel) {
    return at(channel, ready -> !ready.toRead());
  }

  private List<Waiting> at(Channel channel, Predicate<Ready> which) {
    return byChannel.getOrDefault(channel.id(), List.of()).stream()
        .filter(w -> which.test(w.ready))
        .toList();
  }

  /** The processes that hold such an end of a one-way channel. */
  List<ProcessState> holders(Channel channel, Predicate<Holder> which) {
    Set<Long> pids =
        channel.holders().stream()
            .filter(which)
            .map(Holder::pid)
            .collect(Collectors.toCollection(TreeSet::new));
    return pids.stream().flatMap(pid -> snapshot.process(pid).stream()).toList();
  }

  /** What a process does, thread by thread, in words. */
  String doing(ProcessState process) {
    return process.threads().stream()
        .map(snapshot::doing)
        .distinct()
        .limit(3)
        .collect(Collectors.joining("; "));
  }
}
