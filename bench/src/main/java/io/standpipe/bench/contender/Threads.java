package io.standpipe.bench.contender;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs work on threads of its own and waits for the result or the failure. */
final class Threads {
  private Threads() {}

  /** The future result of a thread. */
  static final class Result<T> {
    private final FutureTask<T> task;

    private Result(Callable<T> work) {
      this.task = new FutureTask<>(work);
    }

    /** Waits for the thread's end. Returns its result or throws what it threw. */
    T await() throws Exception {
      try {
        return task.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  }

  static <T> Result<T> virtual(Callable<T> work) {
    var result = new Result<>(work);
    Thread.ofVirtual().start(result.task);
    return result;
  }

  static <T> Result<T> platform(Callable<T> work) {
    var result = new Result<>(work);
    Thread.ofPlatform().start(result.task);
    return result;
  }
}
