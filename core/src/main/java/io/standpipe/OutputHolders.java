package io.standpipe;

import io.standpipe.doctor.Holder;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.proc.PipeHolders;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The processes that hold captured streams open. Looking for them takes time, so it is done in
 * advance where a deadline may make them of interest. Safe from any thread.
 */
final class OutputHolders {
  private static final long UNKNOWN = -1;

  private final Map<OutputCollector, Map<Long, String>> seen = new ConcurrentHashMap<>();

  OutputHolders() {}

  /** Looks for them now. */
  void look(Collection<OutputCollector> collectors) {
    collectors.forEach(collector -> seen.put(collector, of(collector)));
  }

  /**
   * Those that were seen, in words.
   *
   * @param ended the pids of programs that held the stream when it was looked at, and have ended
   */
  String of(OutputCollector collector, Set<Long> ended) {
    var others = new LinkedHashMap<>(seen.getOrDefault(collector, Map.of()));
    others.keySet().removeAll(ended);
    return others.isEmpty() ? "another process" : String.join(", ", others.values());
  }

  /** By pid, because a process may take another name between two streams. */
  static Map<Long, String> of(OutputCollector collector) {
    long self = ProcessHandle.current().pid();
    var holders = new LinkedHashMap<Long, String>();
    for (Holder holder : PipeHolders.sharing(self, collector.reader().number())) {
      if (holder.writes()) {
        holders.put(holder.pid(), holder.toString());
      }
    }
    return holders.isEmpty() ? Map.of(UNKNOWN, "a process that this user may not see") : holders;
  }
}
