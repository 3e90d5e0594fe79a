package io.standpipe.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Waits for something that no event tells of, in short steps, up to a limit; then the test fails
 * with a report of the state. The one place in the tests that waits by asking again.
 */
public final class Eventually {
  /** Far more than anything here takes on a loaded machine, far less than a test's own limit. */
  public static final Duration LIMIT = Duration.ofSeconds(20);

  private static final long STEP_NANOS = 1_000_000;

  private Eventually() {}

  /** Waits until {@code condition} holds; else fails: "waited 20 s for …; " and the state. */
  public static void holds(String what, Callable<Boolean> condition, Supplier<String> state) {
    holds(what, LIMIT, condition, state);
  }

  /** The same where the description says all. */
  public static void holds(String what, Callable<Boolean> condition) {
    holds(what, LIMIT, condition, () -> "it never held");
  }

  /** The same with a limit of its own. */
  public static void holds(
      String what, Duration limit, Callable<Boolean> condition, Supplier<String> state) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!ask(condition)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "waited %d s for this: %s; %s".formatted(limit.toSeconds(), what, state.get()));
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }

  /**
   * Waits until a thread waits: it is parked, asleep in a monitor, or in the poll(2) in which a
   * platform thread waits for an exit. (A thread asleep in the kernel is RUNNABLE to the JVM.)
   */
  public static void parked(Thread thread) {
    holds(
        thread + " waits",
        () ->
            switch (thread.getState()) {
              case WAITING, TIMED_WAITING -> true;
              case TERMINATED -> throw new AssertionError(thread + " has ended, and did not wait");
              case RUNNABLE -> isInPoll(thread);
              default -> false;
            },
        () -> "it is " + thread.getState());
  }

  private static boolean isInPoll(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().endsWith(".WakeableSleep$Sleep"));
  }

  /** Waits for the end of a thread. */
  public static void ended(Thread thread) {
    try {
      if (!thread.join(LIMIT)) {
        var report = new AssertionError("waited " + LIMIT.toSeconds() + " s for " + thread);
        report.setStackTrace(thread.getStackTrace());
        throw report;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + thread, e);
    }
  }

  private static boolean ask(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("the condition could not be looked at", e);
    }
  }
}
