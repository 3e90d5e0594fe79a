package io.standpipe;

import io.standpipe.internal.ready.Watch;
import java.time.Duration;
import java.util.List;

/**
 * On which terms an operation may wait.
 *
 * @param deadline when it ends with {@link DeadlineExceededException}, as for {@link Watch#await}
 * @param limit the time that it was given, for the message
 * @param others what it needs besides the end that it waits at: to close one of these ends it too
 */
record Terms(long deadline, Duration limit, List<Watch> others) {
  static final Terms UNLIMITED = new Terms(Watch.NEVER, Duration.ZERO, List.of());

  static Terms within(Duration limit) {
    return new Terms(Durations.deadline(limit), limit, List.of());
  }

  static Terms needing(List<Watch> others) {
    return new Terms(Watch.NEVER, Duration.ZERO, others);
  }
}
