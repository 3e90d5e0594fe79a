package io.standpipe;

import io.standpipe.internal.start.StartedProcess;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The exit of a child as futures. The action at its exit is registered at the first request. */
final class ExitFuture {
  private final StartedProcess started;
  private @Nullable CompletableFuture<ExitStatus> ended;

  ExitFuture(StartedProcess started) {
    this.started = started;
  }

  /** Another future at each call, completed on a virtual thread of its own. */
  synchronized CompletableFuture<ExitStatus> next() {
    if (ended == null) {
      var future = new CompletableFuture<ExitStatus>();
      started
          .process()
          .whenEnded(() -> future.completeAsync(() -> ReapedStatus.of(started), Runnable::run));
      ended = future;
    }
    return ended.thenApplyAsync(status -> status, Thread::startVirtualThread);
  }
}
