package io.standpipe.kafka.internal.lane;

import java.util.concurrent.TimeUnit;

/**
 * Tells a lane that was fenced because it was suspended from one that has the transactional id of
 * another: these two fence each other again and again, and each makes a little progress in between.
 */
final class Fences {
  private static final int MOST = 5;
  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  private long first;
  private int count;

  /** It was fenced once more. Returns whether that has happened too often within a minute. */
  boolean areTooMany() {
    long now = System.nanoTime();
    if (count == 0 || now - first > WINDOW_NANOS) {
      first = now;
      count = 0;
    }
    return ++count > MOST;
  }
}
