package io.standpipe.internal.verdict;

import io.standpipe.doctor.Holder;
import io.standpipe.internal.proc.Awaited;
import io.standpipe.internal.proc.Awaited.Ready;
import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.proc.SeenThread;
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
  record Waiting(SeenProcess process, SeenThread thread, Ready ready) {
    /** Whether it waits for nothing else: in a read or a write, not in a poll. */
    boolean isPlain() {
      return thread.waiting().isPlain() && thread.awaited().size() == 1;
    }
  }

  private static final int MOST_DOING = 3;

  private final SeenSnapshot snapshot;
  private final Map<String, List<Waiting>> byChannel = new HashMap<>();

  WaitersByChannel(SeenSnapshot snapshot) {
    this.snapshot = snapshot;
    for (SeenProcess process : snapshot.seenProcesses()) {
      for (SeenThread thread : process.threads()) {
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

  List<Waiting> readers(SeenChannel channel) {
    return at(channel, Ready::toRead);
  }

  List<Waiting> writers(SeenChannel channel) {
    return at(channel, ready -> !ready.toRead());
  }

  private List<Waiting> at(SeenChannel channel, Predicate<Ready> which) {
    return byChannel.getOrDefault(channel.id(), List.of()).stream()
        .filter(w -> which.test(w.ready))
        .toList();
  }

  /** The processes that hold such an end of a one-way channel. */
  List<SeenProcess> holders(SeenChannel channel, Predicate<Holder> which) {
    Set<Long> pids =
        channel.holders().stream()
            .filter(which)
            .map(Holder::pid)
            .collect(Collectors.toCollection(TreeSet::new));
    return pids.stream().flatMap(pid -> snapshot.seenProcess(pid).stream()).toList();
  }

  /** What the first few threads of a process do, in words. */
  String doing(SeenProcess process) {
    return snapshot.doing(process).stream().limit(MOST_DOING).collect(Collectors.joining("; "));
  }
}
