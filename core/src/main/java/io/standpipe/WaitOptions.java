package io.standpipe;

import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.ReadinessWait;
import java.time.Duration;
import java.util.List;

/**
 * How an operation on an end may wait.
 *
 * @param deadline when it gives up, with a {@code DeadlineExceededException}
 * @param others what it needs besides the end that it waits at: closing one of these ends it too
 */
record WaitOptions(Deadline deadline, List<ReadinessWait> others) {
  static final WaitOptions UNLIMITED = new WaitOptions(Deadline.NEVER, List.of());

  static WaitOptions within(Duration limit) {
    return new WaitOptions(Deadline.after(limit), List.of());
  }

  static WaitOptions needing(List<ReadinessWait> others) {
    return new WaitOptions(Deadline.NEVER, others);
  }

  Duration limit() {
    return deadline.limit();
  }
}
