package io.standpipe.internal.verdict;

import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenThread;
import io.standpipe.internal.text.Counts;
import io.standpipe.internal.text.Durations;
import java.util.List;

/**
 * One thread of the ring that a deadlock is. {@code toString} gives it as a sentence.
 *
 * @param process the thread's process
 * @param thread the thread
 * @param what what the thread does and cannot finish, in words
 * @param wakers the processes that could let it go on, all of which are stuck too
 */
public record DeadlockStep(
    SeenProcess process, SeenThread thread, String what, List<SeenProcess> wakers) {

  /** Copies the list. */
  public DeadlockStep {
    wakers = List.copyOf(wakers);
  }

  /** The process, what it does, what it waits for, and how long it has waited. */
  @Override
  public String toString() {
    String others =
        wakers.stream().allMatch(w -> w.pid() == process.pid())
            ? "itself alone"
            : Counts.list(wakers);
    String since = thread.asleep().map(d -> ", for " + Durations.rough(d) + " now").orElse("");
    return process + " " + what + ": it waits for " + others + since;
  }
}
