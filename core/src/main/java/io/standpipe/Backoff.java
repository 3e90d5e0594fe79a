package io.standpipe;

import io.standpipe.internal.ready.Deadline;
import java.time.Duration;

/**
 * The delays of a restart policy, before chance shortens them.
 *
 * @param first before the first restart
 * @param longest no delay is longer
 * @param budget how many restarts in a row are allowed; or {@link #UNLIMITED}
 */
record Backoff(Duration first, Duration longest, int budget) {
  static final int UNLIMITED = -1;

  boolean allows(int restartsSoFar) {
    return budget == UNLIMITED || restartsSoFar < budget;
  }

  /**
   * The delay after so many restarts in a row: the first one, doubled as often, up to the longest.
   * It is compared with the longest one shifted right, because a shift to the left could overflow.
   */
  long nanos(int restartsSoFar) {
    long shortest = Deadline.nanos(first);
    long most = Deadline.nanos(longest);
    boolean reached = restartsSoFar >= Long.SIZE - 1 || shortest > most >> restartsSoFar;
    return reached ? most : shortest << restartsSoFar;
  }
}
