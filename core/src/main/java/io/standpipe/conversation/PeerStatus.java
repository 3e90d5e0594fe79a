package io.standpipe.conversation;

import io.standpipe.Child;
import io.standpipe.ExitStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** How the other side has ended, for messages; known only of a child. */
final class PeerStatus {
  /** A child's pipes end a moment before its exit can be seen. */
  private static final Duration MOMENT = Duration.ofMillis(50);

  private final @Nullable Child child;
  private final AtomicBoolean awaited = new AtomicBoolean();

  private PeerStatus(@Nullable Child child) {
    this.child = child;
  }

  static PeerStatus of(Child child) {
    return new PeerStatus(child);
  }

  /** For another side that is not a child of this process. */
  static PeerStatus unknown() {
    return new PeerStatus(null);
  }

  /**
   * How it has ended; empty if that is not known. To be called when the other side has closed an
   * end. Blocks for a moment, but only the first time: many questions may fail at the same time,
   * and a child may close its output and live on.
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
