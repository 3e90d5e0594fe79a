package io.standpipe.doctor;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Pipes that are smaller than usual, because their user's pipes take more memory than the system's
 * soft limit ({@code /proc/sys/fs/pipe-user-pages-soft}; pipe(7)). A new pipe then takes two pages
 * instead of sixteen, without an error; programs that count on more room wait for each other.
 *
 * @param severity warning where the user is over the limit now; else information: somebody may have
 *     made them small on purpose
 * @param pipes the small ones
 * @param pages how many pages the visible pipes of their holders take, all together
 * @param softLimit pages that a user may have before new pipes become small; 0 for no limit
 */
public record SmallPipe(Severity severity, List<Channel> pipes, long pages, long softLimit)
    implements Finding {

  /** Copies the list. */
  public SmallPipe {
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
