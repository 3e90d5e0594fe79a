package io.standpipe.internal.start;

import io.standpipe.internal.posix.Platform;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Ends this process by a signal, as its parent sees it. */
public final class OwnDeath {
  /** Any thread may get the signal, so this one may go on for a moment. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private static final int SELF = (int) ProcessHandle.current().pid();

  private OwnDeath() {}

  /**
   * Sends the signal, which must have its default effect. No shutdown hook runs. Returns only if
   * the signal is ignored or blocked, after a second.
   */
  public static void by(int signal) {
    Platform.posix().kill(SELF, signal);
    LockSupport.parkNanos(MOMENT.toNanos());
  }
}
