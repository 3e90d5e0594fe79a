package io.standpipe.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.testing.Eventually;
import io.standpipe.testing.ThreadKind;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** One wait on a thread of its own, and its outcome. */
final class Waiter {
  final Thread thread;
  private final AtomicReference<WaitOutcome> outcome = new AtomicReference<>();
  private final AtomicBoolean interruptedAfter = new AtomicBoolean();

  Waiter(ThreadKind kind, ReadinessWait wait, Deadline deadline) {
    this.thread =
        kind.start(() -> {
          outcome.set(wait.await(deadline));
          interruptedAfter.set(Thread.currentThread().isInterrupted());
        });
  }

  /** Starts a waiter and returns when its thread is parked. */
  static Waiter parked(ThreadKind kind, ReadinessWait wait) {
    var waiter = new Waiter(kind, wait, Deadline.NEVER);
    Eventually.parked(waiter.thread);
    return waiter;
  }

  /** The outcome of the wait; the test fails if it does not end. */
  WaitOutcome outcome() {
    Eventually.ended(thread);
    assertThat(outcome.get()).isNotNull();
    return outcome.get();
  }

  boolean isInterruptedAfter() {
    Eventually.ended(thread);
    return interruptedAfter.get();
  }
}
