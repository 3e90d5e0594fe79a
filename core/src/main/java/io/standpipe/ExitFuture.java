package io.standpipe;

import io.standpipe.internal.start.StartedProcess;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A child's exit as a future. What users attach runs on virtual threads, so it may block. */
final class ExitFuture {
  private final StartedProcess started;
  private @Nullable CompletableFuture<ExitStatus> exit;

  ExitFuture(StartedProcess started) {
    this.started = started;
  }

  /** Another future each time: completing or cancelling it concerns no other caller. */
  synchronized CompletableFuture<ExitStatus> next() {
    if (exit == null) {
      var future = new CompletableFuture<ExitStatus>();
      started
          .process()
          .whenEnded(() -> future.completeAsync(() -> ReapedStatus.of(started), Runnable::run));
      exit = future;
    }
    return exit.thenApplyAsync(status -> status, Thread::startVirtualThread);
  }
}
