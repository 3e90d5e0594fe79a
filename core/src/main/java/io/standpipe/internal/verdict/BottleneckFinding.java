package io.standpipe.internal.verdict;

import io.standpipe.doctor.Bottleneck;
import io.standpipe.doctor.Channel;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.internal.text.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A bottleneck in words. */
record BottleneckFinding(
    ProcessState stage, Channel input, List<ProcessState> waiting, Optional<Channel> output)
    implements Bottleneck {

  /** Copies the list. */
  BottleneckFinding {
    waiting = List.copyOf(waiting);
  }

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
