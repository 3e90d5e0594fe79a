package io.standpipe.doctor;

import io.standpipe.internal.text.Counts;
import io.standpipe.internal.text.Escaping;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A fifo that one side only has opened: an open waits until the other side does so too.
 *
 * @param severity warning for a writer that nobody listens to; information for a reader, which may
 *     well be a server that waits for its first client
 * @param path the fifo
 * @param toRead whether it is being opened to read from it, so that a writer is missing
 * @param opening who waits in open(2)
 * @param behind who waits for these, directly or not
 */
public record NobodyListens(
    Severity severity,
    String path,
    boolean toRead,
    List<ProcessState> opening,
    List<ProcessState> behind)
    implements Finding {

  /** Copies the lists. */
  public NobodyListens {
    opening = List.copyOf(opening);
    behind = List.copyOf(behind);
  }

  @Override
  public Set<Long> pids() {
    Set<Long> pids = new TreeSet<>();
    opening.forEach(p -> pids.add(p.pid()));
    return pids;
  }

  @Override
  public String summary() {
    return "%s waits in its opening of fifo %s: nobody has it open to %s"
        .formatted(Counts.list(opening), Escaping.escape(path), toRead ? "write" : "read");
  }

  @Override
  public List<String> evidence() {
    var lines = new ArrayList<String>();
    if (!behind.isEmpty()) {
      lines.add("behind it wait " + Counts.list(behind));
    }
    return lines;
  }

  @Override
  public String remedy() {
    return "Start the program that "
        + (toRead ? "writes" : "reads")
        + " there; with two fifos, let both programs open them in the same order.";
  }

  @Override
  public String toString() {
    return report();
  }
}
