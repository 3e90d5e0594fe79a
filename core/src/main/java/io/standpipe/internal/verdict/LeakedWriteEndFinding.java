package io.standpipe.internal.verdict;

import io.standpipe.doctor.Channel;
import io.standpipe.doctor.Holder;
import io.standpipe.doctor.LeakedWriteEnd;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.internal.text.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A leaked write end in words.
 *
 * @param severity how much it matters
 * @param reader the process that waits
 * @param channel the empty pipe
 * @param writers its write ends
 * @param reason what is odd about the processes that hold them
 * @param processes the processes that hold them
 */
public record LeakedWriteEndFinding(
    Severity severity,
    ProcessState reader,
    Channel channel,
    List<Holder> writers,
    LeakReason reason,
    List<ProcessState> processes)
    implements LeakedWriteEnd {

  /** Copies the lists. */
  public LeakedWriteEndFinding {
    writers = List.copyOf(writers);
    processes = List.copyOf(processes);
  }

  @Override
  public Set<Long> pids() {
    Set<Long> pids = new TreeSet<>(Set.of(reader.pid()));
    processes.forEach(p -> pids.add(p.pid()));
    return pids;
  }

  @Override
  public String why() {
    return reason.words();
  }

  @Override
  public String summary() {
    return reader + " waits for input or its end from " + channel + ": " + why();
  }

  @Override
  public List<String> evidence() {
    var lines = new ArrayList<String>();
    for (ProcessState p : processes) {
      List<Integer> numbers =
          writers.stream().filter(h -> h.pid() == p.pid()).map(Holder::fd).toList();
      lines.add(p + " holds the write end at descriptor " + Counts.list(numbers));
    }
    return lines;
  }

  @Override
  public String remedy() {
    return switch (reason) {
      case ITSELF, WAITS_FOR_READER ->
          "Close the write end in that process once the other has been started.";
      case LEFT_BEHIND ->
          "Start the background process with its output elsewhere (> /dev/null 2>&1), or end it.";
      case LEAKED ->
          "Make the descriptor close-on-exec (O_CLOEXEC, pipe2) where it is opened, so that no other"
              + " program inherits it.";
    };
  }

  @Override
  public String toString() {
    return report();
  }
}
