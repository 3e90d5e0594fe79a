package io.standpipe.internal.diagnosis;

import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.verdict.Examination;
import java.time.Duration;

/**
 * Decides when the doctor begins to look before a deadline: as late as it can and still be ready
 * then, even if it has to look several times, judged by the time that a look took before. Safe from
 * any thread.
 */
final class LookTiming {
  private static final long LONGEST_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long MARGIN_NANOS = Duration.ofMillis(20).toNanos();

  /** The first look of a JVM loads classes and runs in the interpreter. */
  private static final long FIRST_NANOS = Duration.ofMillis(150).toNanos();

  /** Of one look. If several threads write it together, each is right. */
  private volatile long lookNanos = FIRST_NANOS;

  /**
   * When to begin before {@code deadline}; never in the first quarter of its limit, so that what
   * ends soon pays for no look.
   */
  Deadline begin(Deadline deadline) {
    long lead = Examination.longestNanos(lookNanos) + MARGIN_NANOS;
    long most = Math.min(LONGEST_NANOS, Deadline.nanos(deadline.limit()) / 4 * 3);
    return deadline.before(Math.min(lead, most));
  }

  /** Some looks have taken this long together, or were given up after this time. */
  void took(long nanos, int looks) {
    lookNanos = nanos / Math.max(looks, 1);
  }
}
