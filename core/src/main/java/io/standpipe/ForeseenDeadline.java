package io.standpipe;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.internal.diagnosis.DeadlineDiagnosis;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.LookAhead;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what a program does until a deadline, and looks for the reason why it will pass shortly
 * before it does, beside the wait. For one thread.
 */
final class ForeseenDeadline {
  private final Deadline deadline;
  private final Deadline early;
  private final LookAhead.Look<Diagnosis> reason;
  private @Nullable LookAhead<Diagnosis> look;

  /** A wait for something. */
  interface Wait {
    /** Blocks until it is there or the deadline has come: whether it is there. */
    boolean until(Deadline deadline) throws InterruptedException;
  }

  /**
   * For one wait, or several one after the other.
   *
   * @param reason looks for the reason; before the deadline, and at most once
   */
  ForeseenDeadline(Deadline deadline, LookAhead.Look<Diagnosis> reason) {
    this.deadline = deadline;
    this.early = DeadlineDiagnosis.lookBeforeStopAt(deadline);
    this.reason = reason;
  }

  /**
   * Blocks until it is there or the deadline has come: whether it is there. It is waited for in two
   * parts, so what comes between them must be seen by the second; a latch and an exit are.
   *
   * <p>A wait may also give up by itself. That shows in the first part by the time that is left.
   */
  boolean await(Wait wait) throws InterruptedException {
    if (wait.until(early)) {
      return true;
    }
    if (!early.hasPassed()) {
      return false;
    }
    if (look == null) {
      look = LookAhead.start(reason);
    }
    return wait.until(deadline);
  }

  /** What the look sees from now on does not count: the deadline has passed. */
  void end() {
    if (look != null) {
      look.end();
    }
  }

  /** The reason, as far as it was found by now. */
  Optional<Diagnosis> reason() {
    return look == null ? Optional.empty() : look.found();
  }

  /** Begins with a semicolon and says why there is no reason; empty if there is one. */
  String missing() {
    return look == null ? "" : look.missing();
  }
}
