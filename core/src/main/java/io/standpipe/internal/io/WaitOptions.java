package io.standpipe.internal.io;

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
public record WaitOptions(Deadline deadline, List<ReadinessWait> others) {
  public static final WaitOptions UNLIMITED = new WaitOptions(Deadline.NEVER, List.of());

  public static WaitOptions until(Deadline deadline) {
    return new WaitOptions(deadline, List.of());
  }

  public static WaitOptions within(Duration limit) {
    return until(Deadline.after(limit));
  }

  Duration limit() {
    return deadline.limit();
  }
}
