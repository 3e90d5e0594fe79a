package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.internal.CheckReturnValue;
import io.standpipe.internal.text.Counts;
import io.standpipe.internal.text.Durations;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * How often a program that fails is started again, and how long to wait before each restart. The
 * delay doubles from restart to restart up to a limit, and a budget ends a series of restarts
 * without a success in between. Immutable, safe from any thread; each setter returns a copy with
 * the change.
 *
 * {@snippet file="CommandSnippets.java" region="restarts"}
 *
 * <p>Each delay is drawn at random between half of its value and the whole. Otherwise many programs
 * that failed together, because a server they need went away, would also come back together.
 */
@CheckReturnValue
public final class RestartPolicy {
  private static final RestartPolicy STANDARD =
      new RestartPolicy(Duration.ofMillis(10), Duration.ofSeconds(30), 10);

  private final Duration first;
  private final Duration longest;
  private final int budget;

  private RestartPolicy(Duration first, Duration longest, int budget) {
    this.first = first;
    this.longest = longest;
    this.budget = budget;
  }

  /** 10 ms, doubling to 30 s; at most 10 restarts in a row. */
  public static RestartPolicy standard() {
    return STANDARD;
  }

  /**
   * A copy with other delays.
   *
   * @param first before the first restart after a success
   * @param longest what the delay doubles to
   * @throws IllegalArgumentException unless 0 &lt; {@code first} ≤ {@code longest}
   */
  public RestartPolicy delays(Duration first, Duration longest) {
    requireNonNull(first, "first");
    requireNonNull(longest, "longest");
    if (!first.isPositive() || first.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "0 < first ≤ longest expected: first " + first + ", longest " + longest);
    }
    return new RestartPolicy(first, longest, budget);
  }

  /** A copy that allows this many restarts in a row; after 0, the first failure is final. */
  public RestartPolicy budget(int restarts) {
    if (restarts < 0) {
      throw new IllegalArgumentException("restarts ≥ 0 expected: " + restarts);
    }
    return new RestartPolicy(first, longest, restarts);
  }

  /** A copy that never gives up. */
  public RestartPolicy unlimited() {
    return new RestartPolicy(first, longest, Backoff.UNLIMITED);
  }

  /** Begins to count the restarts of one program. */
  public Restarts begin() {
    return begin(ThreadLocalRandom::current);
  }

  /**
   * @param random asked for a generator at each restart, on the thread that uses it
   */
  Restarts begin(Supplier<? extends RandomGenerator> random) {
    return new Restarts(new Backoff(first, longest, budget), random);
  }

  /** {@code after 10ms, doubling to 30s, at most 10 restarts in a row}. */
  @Override
  public String toString() {
    String most =
        budget == Backoff.UNLIMITED
            ? "any number of restarts"
            : "at most " + Counts.count(budget, "restart", "restarts");
    return "after %s, doubling to %s, %s in a row"
        .formatted(Durations.text(first), Durations.text(longest), most);
  }
}
