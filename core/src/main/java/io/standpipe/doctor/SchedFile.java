package io.standpipe.doctor;

import java.time.Duration;
import java.util.Optional;

/**
 * For how long a thread has slept: /proc/PID/task/TID/sched says on the scheduler's clock when it
 * was last on a processor. What that clock shows now, our own file says, for we run. The clocks of
 * two processors may be some milliseconds apart.
 */
final class SchedFile {
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
   * For how long this thread has been on a processor, to be subtracted from a later answer: waits
   * do not count. Where a kernel does not tell, the clock on the wall says the most that it can be.
   */
  static long ownNanos() {
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
