package io.standpipe.internal.tree;

import java.time.Duration;

/**
 * How long each step of a {@link StopSequence} waits.
 *
 * @param afterInputClosed for the children to end by themselves
 * @param afterTerm after SIGTERM; zero sends none
 * @param afterKill after SIGKILL, for the system to end them
 */
public record StopLimits(Duration afterInputClosed, Duration afterTerm, Duration afterKill) {
  /** SIGKILL at once. */
  public static final StopLimits KILL =
      new StopLimits(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5));
}
