package io.standpipe.bench.contender;

import io.standpipe.bench.Sample;

/** One contender's way to do one work. */
@FunctionalInterface
interface Round {
  /** What {@link #forMillis} repeats. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /**
   * Does it once.
   *
   * @param amount how many bytes or lines, or for how many milliseconds, as the work has it
   */
  Sample run(long amount) throws Exception;

  /** The same on a virtual thread. */
  default Round onVirtualThread() {
    return amount -> {
      Threads.Result<Sample> result = Threads.virtual(() -> run(amount));
      return result.await();
    };
  }

  /** Repeats a step until the time is over: how often, and how long it took in fact. */
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

  /** Throws where a contender did not do what it was told. */
  static void require(boolean right, String otherwise) {
    if (!right) {
      throw new IllegalStateException(otherwise);
    }
  }
}
