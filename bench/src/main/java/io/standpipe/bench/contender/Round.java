package io.standpipe.bench.contender;

import io.standpipe.bench.Sample;

/** How one contender does one work. */
@FunctionalInterface
interface Round {
  /** The step that {@link #forMillis} repeats. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /**
   * Runs one round.
   *
   * @param amount the number of bytes, lines or milliseconds, depending on the work
   */
  Sample run(long amount) throws Exception;

  /** This round on a virtual thread. */
  default Round onVirtualThread() {
    return amount -> {
      Threads.Result<Sample> result = Threads.virtual(() -> run(amount));
      return result.await();
    };
  }

  /** Repeats a step until the time is over. Returns how often, and the actual time. */
  static Sample forMillis(long millis, Step step) throws Exception {
    long begin = System.nanoTime();
    long limit = millis * 1_000_000;
    long count = 0;
    long nanos;
    do {
      step.run();
      count++;
      nanos = System.nanoTime() - begin;
    } while (nanos < limit);
    return new Sample(count, nanos);
  }

  /** Throws if a contender did not do what it was told. */
  static void require(boolean right, String otherwise) {
    if (!right) {
      throw new IllegalStateException(otherwise);
    }
  }
}
