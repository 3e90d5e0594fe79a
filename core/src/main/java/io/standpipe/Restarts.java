package io.standpipe;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Counts the restarts of one program and says how long to wait before the next one, as its {@link
 * RestartPolicy} decides. It neither waits nor starts anything itself. Thread-safe; no call blocks.
 */
public final class Restarts {
  private final Backoff backoff;
  private final Supplier<? extends RandomGenerator> random;
  private int inARow;

  Restarts(Backoff backoff, Supplier<? extends RandomGenerator> random) {
    this.backoff = backoff;
    this.random = random;
  }

  /**
   * Counts one more restart, and returns how long to wait before it; empty if the budget is used
   * up, until the next {@link #succeeded}.
   */
  public synchronized Optional<Duration> next() {
    if (!backoff.allows(inARow)) {
      return Optional.empty();
    }
    long longest = backoff.nanos(inARow);
    if (inARow < Integer.MAX_VALUE) {
      inARow++;
    }
    return Optional.of(Duration.ofNanos(longest - random.get().nextLong(longest / 2 + 1)));
  }

  /**
   * The program has done what it is there for: the budget is whole again, and the next delay is the
   * first one. Call this when work is done, not when the program has started: a program that starts
   * and then fails must not be restarted for ever.
   */
  public synchronized void succeeded() {
    inARow = 0;
  }

  /** The number of restarts since the last success. */
  public synchronized int inARow() {
    return inARow;
  }
}
