package io.standpipe.internal.verdict;

import io.standpipe.doctor.Channel;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.SmallPipe;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Small pipes in words. */
record SmallPipeFinding(Severity severity, List<Channel> pipes, long pages, long softLimit)
    implements SmallPipe {

  /** Copies the list. */
  SmallPipeFinding {
    pipes = List.copyOf(pipes);
  }

  @Override
  public Set<Long> pids() {
    Set<Long> pids = new TreeSet<>();
    pipes.forEach(p -> p.holders().forEach(h -> pids.add(h.pid())));
    return pids;
  }

  @Override
  public String summary() {
    return pipes.size() == 1
        ? "1 pipe is smaller than usual: " + pipes.getFirst().state()
        : pipes.size() + " pipes are smaller than usual, such as " + pipes.getFirst().state();
  }

  @Override
  public List<String> evidence() {
    return List.of(
        "pipes that can be seen take %d pages; above %d, a user's new pipes get 2 instead of 16"
            .formatted(pages, softLimit));
  }

  @Override
  public String remedy() {
    return "Close pipes that are not needed, or raise fs.pipe-user-pages-soft; never count on a"
        + " pipe's capacity.";
  }

  @Override
  public String toString() {
    return report();
  }
}
