package io.standpipe.bench;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** How JMH is told to measure. */
final class Jmh {
  /** Less, and what has many methods is measured half compiled: it was tried. */
  private static final long WARM_UP_MILLIS = 1000;

  private Jmh() {}

  /**
   * A JVM of its own for each benchmark, several for results: two JVMs compile differently.
   *
   * @param millis how long an iteration is
   */
  static ChainedOptionsBuilder options(Scale scale, long millis) {
    long warmUp = scale.judges() ? Math.max(millis, WARM_UP_MILLIS) : millis;
    return new OptionsBuilder()
        .forks(scale == Scale.FULL ? 3 : 1)
        .warmupIterations(scale.warmUps)
        .warmupTime(TimeValue.milliseconds(warmUp))
        .measurementIterations(scale.rounds)
        .measurementTime(TimeValue.milliseconds(millis))
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }
}
