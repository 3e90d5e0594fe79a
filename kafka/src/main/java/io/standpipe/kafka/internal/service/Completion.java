package io.standpipe.kafka.internal.service;

import io.standpipe.internal.CanIgnoreReturnValue;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The end of a service, with the failure if it has ended by itself. Safe from any thread. */
public final class Completion {
  private final CountDownLatch ended;
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  /** Of a service with so many threads. */
  public Completion(int threads) {
    this.ended = new CountDownLatch(threads);
  }

  /** Notes why the service ends; the first reason counts. Returns whether this is the first. */
  @CanIgnoreReturnValue
  public boolean fail(IOException reason) {
    return failure.compareAndSet(null, reason);
  }

  public boolean hasFailed() {
    return failure.get() != null;
  }

  /** One of the threads has ended, and does not touch anything any more. */
  public void threadEnded() {
    ended.countDown();
  }

  /**
   * Blocks until all threads have ended.
   *
   * @throws IOException if the service has ended by itself
   */
  public void await() throws IOException, InterruptedException {
    ended.await();
    throwFailure();
  }

  /**
   * Blocks until all threads have ended, for at most {@code limit}: whether they have.
   *
   * @throws IOException if the service has ended by itself
   */
  public boolean await(Duration limit) throws IOException, InterruptedException {
    if (!awaitQuietly(limit)) {
      return false;
    }
    throwFailure();
    return true;
  }

  /** As {@link #await(Duration)}, but a failure is not thrown: for a close. */
  @CanIgnoreReturnValue
  public boolean awaitQuietly(Duration limit) throws InterruptedException {
    return ended.await(Deadline.nanos(limit), TimeUnit.NANOSECONDS);
  }

  private void throwFailure() throws IOException {
    IOException reason = failure.get();
    if (reason != null) {
      throw reason;
    }
  }
}
