package io.standpipe.doctor;

import io.standpipe.doctor.Awaited.Ready;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Who waits at which channel: the waits of a snapshot, by channel. */
final class WaitersByChannel {
  /** A thread that waits at a channel, for that or something else. */
  record Waiting(ProcessState process, ThreadState thread, Ready ready) {
    /** Whether it waits for nothing else: a read or a write, no poll. */
    boolean isPlain() {
      return thread.waiting().isPlain() && thread.waiting().awaited().size() == 1;
    }
  }

  private final Snapshot snapshot;
  private final Map<String, List<Waiting>> byChannel = new HashMap<>();

  WaitersByChannel(Snapshot snapshot) {
    this.snapshot = snapshot;
    for (ProcessState process : snapshot.processes()) {
      for (ThreadState thread : process.threads()) {
        for (Awaited awaited : thread.waiting().awaited()) {
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

  /** Those who hold an end of a one-way channel, by process. */
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
        .map(t -> WaitText.of(snapshot, t.waiting()))
        .distinct()
        .limit(3)
        .collect(Collectors.joining("; "));
  }
}
