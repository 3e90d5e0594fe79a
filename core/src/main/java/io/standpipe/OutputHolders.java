package io.standpipe;

import io.standpipe.doctor.Holder;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.proc.PipeHolders;
import java.util.LinkedHashMap;
import java.util.Map;

/** The processes that hold a captured stream open. */
final class OutputHolders {
  private static final long UNKNOWN = -1;

  private OutputHolders() {}

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
