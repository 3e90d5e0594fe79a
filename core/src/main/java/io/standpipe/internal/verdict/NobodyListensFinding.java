package io.standpipe.internal.verdict;

import io.standpipe.doctor.NobodyListens;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.internal.text.Counts;
import io.standpipe.internal.text.Escaping;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A fifo without a partner in words. */
record NobodyListensFinding(
    Severity severity,
    String path,
    boolean toRead,
    List<ProcessState> opening,
    List<ProcessState> behind)
    implements NobodyListens {

  /** Copies the lists. */
  NobodyListensFinding {
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
    return behind.isEmpty() ? List.of() : List.of("behind it wait " + Counts.list(behind));
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
