package io.standpipe.doctor;

import io.standpipe.internal.text.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * In a pipeline that runs, the slow stage: those before it wait for it with a full pipe, those
 * behind it have nothing to do.
 *
 * @param stage the slow one
 * @param input its input, which is full
 * @param waiting who waits to write there
 * @param output its output, if that is a pipe: not full
 */
public record Bottleneck(
    ProcessState stage, Channel input, List<ProcessState> waiting, Optional<Channel> output)
    implements Finding {

  /** Copies the list. */
  public Bottleneck {
    waiting = List.copyOf(waiting);
  }

  /** Always information: a pipeline goes as fast as its slowest stage. */
  @Override
  public Severity severity() {
    return Severity.INFORMATION;
  }

  @Override
  public Set<Long> pids() {
    Set<Long> pids = new TreeSet<>(Set.of(stage.pid()));
    waiting.forEach(p -> pids.add(p.pid()));
    return pids;
  }

  @Override
  public String summary() {
    return stage + " is the slow stage: it works, and others wait for it";
  }

  @Override
  public List<String> evidence() {
    var lines = new ArrayList<String>();
    lines.add(Counts.list(waiting) + " waits for room in its input, " + input.state());
    output.ifPresent(c -> lines.add("its output does not hold it up: " + c.state()));
    return lines;
  }

  @Override
  public String remedy() {
    return "To make the pipeline faster, make this stage faster.";
  }

  @Override
  public String toString() {
    return report();
  }
}
