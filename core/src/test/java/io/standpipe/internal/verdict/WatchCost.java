package io.standpipe.internal.verdict;

import io.standpipe.Command;
import io.standpipe.Job;
import io.standpipe.Pipeline;
import io.standpipe.Redirect;
import io.standpipe.children.Scripts;
import io.standpipe.doctor.Diagnosis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a watch costs while all is well, in percent of a core: the processor time of this JVM with
 * one job that idles, one that ticks and one that is busy, minus the time of such jobs without a
 * watch. It sleeps because it measures a cost over time. No test runs it.
 */
public final class WatchCost {
  private WatchCost() {}

  /** For how many seconds each. */
  public static void main(String... words) throws Exception {
    long seconds = Long.parseLong(words[0]);
    percent("ticking", seconds); // the compiler has its share before
    for (String kind : List.of("none", "idle", "ticking", "busy", "fed")) {
      System.out.printf("%s %.3f%n", kind, percent(kind, seconds));
    }
  }

  private static double percent(String kind, long seconds) throws Exception {
    Command nothing = Command.of("cat").stdout(Redirect.nothing());
    Command ticks = Scripts.sh("while echo tick; do sleep 1; done");
    Pipeline pipeline =
        switch (kind) {
          case "ticking" -> Pipeline.of(ticks, nothing);
          case "busy" -> Pipeline.of(Command.of("yes"), nothing);
          case "fed" -> Pipeline.of(Command.of("cat").stdin(Redirect.pipe()), nothing);
          default -> Pipeline.of(Command.of("sleep", "1000"), nothing);
        };
    var told = new ArrayList<Diagnosis>();
    try (Job job = pipeline.start()) {
      if (!kind.equals("none")) {
        job.onDeadlock(told::add);
      }
      Thread.sleep(
          Duration.ofSeconds(
              3)); // nothing to wait for: the first look costs most, and is not measured
      long before = cpuNanos();
      long start = System.nanoTime();
      for (long i = 0; i < seconds; i++) {
        Thread.sleep(Duration.ofSeconds(1));
        if (kind.equals("fed")) {
          job.stdin().write("x\n");
        }
      }
      return 100.0 * (cpuNanos() - before) / (System.nanoTime() - start);
    }
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }
}
