package io.standpipe.internal.io;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.LookAhead;
import io.standpipe.internal.ready.ReadinessWait;
import io.standpipe.internal.ready.WaitOutcome;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One wait at an end; if it comes near its deadline, the reason is looked for meanwhile. */
final class ExplainedWait {
  private final WaitOptions options;
  private @Nullable LookAhead<Diagnosis> look;

  ExplainedWait(WaitOptions options) {
    this.options = options;
  }

  /**
   * Waits as {@link ReadinessWait#await} does, in two parts if the deadline comes near. Between
   * them nothing is lost: the second part arms again, and arming looks at the descriptor's state.
   *
   * @param early when the second part begins; the deadline itself for a wait in one part
   * @param reason begins to look for the reason then; or null, if another wait has done so
   */
  WaitOutcome await(
      ReadinessWait wait, Deadline early, Supplier<@Nullable LookAhead<Diagnosis>> reason) {
    Deadline deadline = options.deadline();
    WaitOutcome outcome = wait.await(early, options.others());
    if (outcome != WaitOutcome.TIMED_OUT || !early.isBefore(deadline)) {
      return outcome;
    }
    LookAhead<Diagnosis> ahead = reason.get();
    look = ahead;
    try {
      return wait.await(deadline, options.others());
    } finally {
      if (ahead != null) {
        ahead.end();
      }
    }
  }

  /** What to throw after the deadline, with what was found until then. */
  DeadlineExceededException timedOut(String tried, String state) {
    Optional<Diagnosis> why = look == null ? Optional.empty() : look.found();
    String missing = look == null || why.isPresent() ? "" : look.missing();
    return new DeadlineExceededException(tried, options.limit(), state + missing, why);
  }
}
