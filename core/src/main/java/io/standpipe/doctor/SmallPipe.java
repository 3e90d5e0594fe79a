package io.standpipe.doctor;

import java.util.List;

/**
 * Pipes that are smaller than usual because their user's pipes take more memory than the soft limit
 * of the system ({@code /proc/sys/fs/pipe-user-pages-soft}; pipe(7)). A new pipe then takes two
 * pages instead of sixteen, without an error, and programs that count on more room wait for each
 * other.
 *
 * <p>Its severity is {@link Severity#WARNING} if the user is over the limit now. Otherwise it is
 * {@link Severity#INFORMATION}, because a program may have made the pipes small on purpose.
 */
public non-sealed interface SmallPipe extends Finding {
  /** The small pipes. */
  List<Channel> pipes();

  /** The number of pages that all pipes of the snapshot take together. */
  long pages();

  /** The number of pages that a user may have before new pipes become small; 0 for no limit. */
  long softLimit();
}
