package io.standpipe.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A writer waits for room in a full pipe, and whoever could make some does something else.
 *
 * @param severity warning where a reader is stopped, so that somebody must send it on; else
 *     information: it may be slow, or waiting for somebody
 * @param writer who waits
 * @param channel the full one
 * @param readers who holds its read end
 * @param doing what they do instead, in words, one for each
 */
public record FullPipe(
    Severity severity,
    ProcessState writer,
    Channel channel,
    List<ProcessState> readers,
    List<String> doing)
    implements Finding {

  /** Copies the lists. */
  public FullPipe {
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
