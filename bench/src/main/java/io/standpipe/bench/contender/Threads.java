package io.standpipe.bench.contender;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work on a thread of its own, whose result or failure is waited for. */
final class Threads {
  private Threads() {}

  /** What a thread will have brought about. */
  static final class Result<T> {
    private final FutureTask<T> task;

    private Result(Callable<T> work) {
      this.task = new FutureTask<>(work);
    }

    /** Waits for the end: the result, or what was thrown. */
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
