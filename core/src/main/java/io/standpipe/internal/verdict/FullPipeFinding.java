package io.standpipe.internal.verdict;

import io.standpipe.doctor.Channel;
import io.standpipe.doctor.FullPipe;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A full pipe in words. */
record FullPipeFinding(
    Severity severity,
    ProcessState writer,
    Channel channel,
    List<ProcessState> readers,
    List<String> doing)
    implements FullPipe {

  /** Copies the lists. */
  FullPipeFinding {
    readers = List.copyOf(readers);
    doing = List.copyOf(doing);
  }

  @Override
  public Set<Long> pids() {
    Set<Long> pids = new TreeSet<>(Set.of(writer.pid()));
    readers.forEach(p -> pids.add(p.pid()));
    return pids;
  }

  @Override
  public String summary() {
    return writer + " waits for room in " + channel.state() + ", and nobody reads";
  }

  @Override
  public List<String> evidence() {
    var lines = new ArrayList<String>();
    for (int i = 0; i < readers.size(); i++) {
      lines.add(readers.get(i) + " could read, and " + doing.get(i));
    }
    return lines;
  }

  @Override
  public String remedy() {
    return severity == Severity.WARNING
        ? "Continue the stopped reader (kill -CONT), or end it."
        : "None is needed where the reader comes back to it; else let it read, or close its end.";
  }

  @Override
  public String toString() {
    return report();
  }
}
