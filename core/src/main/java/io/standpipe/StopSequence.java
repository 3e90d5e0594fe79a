package io.standpipe;

import io.standpipe.internal.ready.Deadline;
import java.time.Duration;
import java.util.List;

/**
 * Climbs a {@link StopPolicy} with several children at once: each rung is waited for once, not for
 * each.
 */
final class StopSequence {
  private static final Duration KILL_AGAIN = Duration.ofMillis(50);

  private final List<Child> children;
  private boolean interrupted;

  private StopSequence(List<Child> children) {
    this.children = children;
  }

  static List<StopPolicy.Report> climb(List<Child> children, StopPolicy ladder) {
    var stopping = new StopSequence(children);
    stopping.interrupted = Thread.interrupted();
    stopping.climb(ladder);
    if (stopping.interrupted) {
      Thread.currentThread().interrupt();
    }
    return children.stream().map(Child::report).toList();
  }

  private void climb(StopPolicy ladder) {
    // Known by their parents now, descendants are found again when these have gone.
    children.forEach(Child::look);
    boolean hadInput = children.stream().filter(Child::closeInput).count() > 0;
    if (hadInput && !interrupted && gone(ladder.afterInputClosed())) {
      return;
    }
    if (!ladder.afterTerm().isZero() && !interrupted) {
      children.forEach(c -> c.signalAll(Signal.TERM));
      if (gone(ladder.afterTerm())) {
        return;
      }
    }
    killAll(Deadline.after(ladder.afterKill()));
  }

  /** Again and again: a process may have started another between our look and its death. */
  private void killAll(Deadline deadline) {
    boolean gone;
    do {
      children.forEach(c -> c.signalAll(Signal.KILL));
      gone = gone(KILL_AGAIN);
    } while (!gone && !deadline.hasPassed());
  }

  /** An interrupt ends the wait; what it cut short is made up for by SIGKILL. */
  private boolean gone(Duration limit) {
    Deadline deadline = Deadline.after(limit);
    try {
      for (Child child : children) {
        if (!child.awaitTreeUntil(deadline)) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    }
  }
}
