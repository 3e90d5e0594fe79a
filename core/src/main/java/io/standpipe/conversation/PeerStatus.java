package io.standpipe.conversation;

import io.standpipe.Child;
import io.standpipe.ExitStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What has become of the other side, for messages: of a child that can be known. */
final class PeerStatus {
  /** A child's pipes end a moment before it can be seen to have exited. */
  private static final Duration MOMENT = Duration.ofMillis(50);

  private final @Nullable Child child;
  private final AtomicBoolean awaited = new AtomicBoolean();

  /**
   * @param child the other side; null if that is somebody else
   */
  PeerStatus(@Nullable Child child) {
    this.child = child;
  }

  /**
   * How it has ended; empty where that is not known. To be asked when it has closed an end. Blocks
   * for a moment, but once: many questions may fail at the same time, and a child may close its
   * output and live on.
   */
  Optional<ExitStatus> status() {
    if (child == null) {
      return Optional.empty();
    }
    Optional<ExitStatus> status = child.status();
    if (status.isPresent() || !awaited.compareAndSet(false, true)) {
      return status;
    }
    try {
      return child.await(MOMENT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
