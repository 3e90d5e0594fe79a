package io.standpipe.testing;

import java.util.concurrent.Callable;

/** Something that blocks, on a thread of its own: to be met in its wait, and to be ended. */
public final class Background<T> {
  private final Thread thread;
  private volatile Result<T> result = new Result<>(null, null);
  private volatile boolean interruptedAfter;

  private record Result<T>(T value, Throwable failure) {}

  private Background(ThreadKind kind, Callable<T> task) {
    this.thread = kind.start(() -> run(task));
  }

  /** Starts it. */
  public static <T> Background<T> start(ThreadKind kind, Callable<T> task) {
    return new Background<>(kind, task);
  }

  /** Starts it, and returns when it is seen to wait. */
  public static <T> Background<T> parked(ThreadKind kind, Callable<T> task) {
    var background = new Background<T>(kind, task);
    Eventually.parked(background.thread);
    return background;
  }

  private void run(Callable<T> task) {
    try {
      result = new Result<>(task.call(), null);
    } catch (Throwable t) {
      result = new Result<>(null, t);
    } finally {
      interruptedAfter = Thread.currentThread().isInterrupted();
    }
  }

  public Thread thread() {
    return thread;
  }

  public void interrupt() {
    thread.interrupt();
  }

  /** What it returned; the test fails if it does not end, or has thrown. */
  public T value() {
    Eventually.ended(thread);
    if (result.failure != null) {
      throw new AssertionError("it threw " + result.failure, result.failure);
    }
    return result.value;
  }

  /** What it threw; the test fails if it does not end, or has returned. */
  public Throwable failure() {
    Eventually.ended(thread);
    if (result.failure == null) {
      throw new AssertionError("it returned " + result.value);
    }
    return result.failure;
  }

  /** What it threw, null where it has returned; the test fails if it does not end. */
  public Throwable outcome() {
    Eventually.ended(thread);
    return result.failure;
  }

  /** Whether the thread's interrupt status was set when it had ended. */
  public boolean isInterruptedAfter() {
    Eventually.ended(thread);
    return interruptedAfter;
  }
}
