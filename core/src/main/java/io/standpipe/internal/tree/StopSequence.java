package io.standpipe.internal.tree;

import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.ready.Deadline;
import java.time.Duration;
import java.util.List;

/**
 * Stops several children together, step by step: close their input, SIGTERM, SIGKILL. Each step is
 * waited for once, not once for each child.
 */
public final class StopSequence {
  private static final Duration KILL_AGAIN = Duration.ofMillis(50);

  private final List<? extends Stoppable> children;
  private boolean interrupted;

  private StopSequence(List<? extends Stoppable> children) {
    this.children = children;
  }

  /**
   * Runs the steps that are needed. Blocks no longer than the limits together; an interrupt goes
   * straight to SIGKILL, and the interrupt status is set again at the end.
   */
  public static void run(List<? extends Stoppable> children, StopLimits limits) {
    if (children.isEmpty()) {
      return;
    }
    var sequence = new StopSequence(children);
    sequence.interrupted = Thread.interrupted();
    sequence.run(limits);
    if (sequence.interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Does all that a stop does up to its first signal, and sends signal 0 in its place, which does
   * nothing: so nothing has to be loaded and no descendant found for the first time when it counts.
   */
  public static void rehearse(List<? extends Stoppable> children) {
    children.forEach(Stoppable::look);
    children.forEach(child -> child.signalAll(0));
  }

  private void run(StopLimits limits) {
    // Descendants that are known by their parents now are found again when these have gone.
    children.forEach(Stoppable::look);
    boolean hadInput = children.stream().filter(Stoppable::closeInput).count() > 0;
    boolean waits = hadInput && !limits.afterInputClosed().isZero();
    if (waits && !interrupted && haveEnded(limits.afterInputClosed())) {
      return;
    }
    if (!limits.afterTerm().isZero() && !interrupted) {
      children.forEach(c -> c.signalAll(Constants.SIGTERM));
      if (haveEnded(limits.afterTerm())) {
        return;
      }
    }
    killAll(Deadline.after(limits.afterKill()));
  }

  /** Again and again: a process may have started another between our look and its death. */
  private void killAll(Deadline deadline) {
    boolean ended;
    do {
      children.forEach(c -> c.signalAll(Constants.SIGKILL));
      ended = haveEnded(KILL_AGAIN);
    } while (!ended && !deadline.hasPassed());
  }

  /** An interrupt ends the wait; SIGKILL makes up for the time that it cut short. */
  private boolean haveEnded(Duration limit) {
    Deadline deadline = Deadline.after(limit);
    try {
      for (Stoppable child : children) {
        if (!child.awaitTree(deadline)) {
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
