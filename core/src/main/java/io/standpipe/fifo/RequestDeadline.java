package io.standpipe.fifo;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import java.time.Duration;

/** When a client gives up a request, and how it says so. */
record RequestDeadline(FifoDirectory directory, Deadline deadline) {
  boolean hasPassed() {
    return deadline.hasPassed();
  }

  Duration left() {
    return deadline.left();
  }

  /** This long, or what is left if that is less. */
  Duration atMost(Duration slice) {
    Duration left = deadline.left();
    return left.compareTo(slice) < 0 ? left : slice;
  }

  DeadlineExceededException exceeded(String state) {
    return new DeadlineExceededException("ask the server at " + directory, deadline.limit(), state);
  }
}
