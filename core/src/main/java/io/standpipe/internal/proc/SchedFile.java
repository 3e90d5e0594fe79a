package io.standpipe.internal.proc;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a thread has slept. {@code /proc/PID/task/TID/sched} says on the scheduler's clock when
 * the thread was last on a processor. The file of the thread that asks shows the clock's present
 * time, because that thread runs. The clocks of two processors may be some milliseconds apart.
 */
public final class SchedFile {
  private static final String LAST_RAN = "se.exec_start";
  private static final double NANOS_PER_MILLI = 1e6;

  private SchedFile() {}

  static Optional<Duration> asleep(long pid, long tid) {
    Optional<Double> then = lastRan(ProcFiles.name(pid, "task/" + tid + "/sched"));
    Optional<Double> now = then.flatMap(millis -> lastRan("/proc/thread-self/sched"));
    return now.map(n -> Math.max(0, n - then.orElse(n)))
        .map(millis -> Duration.ofNanos((long) (millis * NANOS_PER_MILLI)));
  }

  /**
   * How long this thread has been on a processor, to be subtracted from a later answer. Waits do
   * not count. If the kernel does not tell, this is the time of day, which gives the longest that
   * it can have been.
   */
  public static long ownNanos() {
    return ProcFiles.text("/proc/thread-self/schedstat")
        .map(text -> Long.parseLong(text.substring(0, text.indexOf(' '))))
        .orElseGet(System::nanoTime);
  }

  private static Optional<Double> lastRan(String file) {
    return ProcFiles.text(file)
        .flatMap(text -> text.lines().filter(line -> line.startsWith(LAST_RAN)).findFirst())
        .map(line -> Double.valueOf(line.substring(line.indexOf(':') + 1).strip()));
  }
}
