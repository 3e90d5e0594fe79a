package io.standpipe.doctor;

import io.standpipe.internal.text.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A reader waits at an empty pipe whose end does not come, for a process that will hardly write
 * holds a write end. End of file comes when the last of them is closed, whoever has it.
 *
 * @param severity error where the deadlock is proved that it makes, warning for one that was left
 *     behind and keeps a reader waiting that does nothing else; else information
 * @param reader who waits
 * @param channel at what
 * @param writers the write ends, all that can be seen
 * @param why what is odd about their holders
 * @param processes their holders
 */
public record LeakedWriteEnd(
    Severity severity,
    ProcessState reader,
    Channel channel,
    List<Holder> writers,
    Why why,
    List<ProcessState> processes)
    implements Finding {

  /** What is odd about the holders of the write ends. */
  public enum Why {
    /** The reader is one of them. */
    ITSELF("the reader itself holds a write end, so the end of file cannot come"),
    /** Their parents have ended: they were left behind, and took the end with them. */
    LEFT_BEHIND("a process that was left behind in the background holds the write end"),
    /** One of them waits for the reader's exit. */
    WAITS_FOR_READER("a process that waits for the reader's exit has kept a write end"),
    /** They have it at a descriptor that programs do not use unless told: it came by accident. */
    LEAKED("a process that probably knows nothing of it holds the write end");

    private final String words;

    Why(String words) {
      this.words = words;
    }
  }

  /** Copies the lists. */
  public LeakedWriteEnd {
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
  public String summary() {
    return reader + " waits for input or its end from " + channel + ": " + why.words;
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
    return switch (why) {
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
