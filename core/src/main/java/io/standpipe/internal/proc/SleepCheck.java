package io.standpipe.internal.proc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The last look of a snapshot at its threads: a thread that was asleep at both looks, and has not
 * left the processor since the first, has not run between them. Other threads are marked as having
 * run.
 */
enum SleepCheck {
  /** Says for each thread how long it has slept. */
  TIMED,
  /** Leaves that out, because it costs another file for each thread. */
  UNTIMED;

  SeenProcess confirm(SeenProcess process) {
    return process.withThreads(
        process.threads().stream().map(t -> confirm(process.pid(), t)).toList());
  }

  private SeenThread confirm(long pid, SeenThread thread) {
    if (!thread.waiting().isInside()) {
      return thread;
    }
    boolean slept =
        StatusFile.of(pid, thread.tid())
            .filter(now -> now.state() == 'S' && now.switches() == thread.switches())
            .isPresent();
    Wait waiting =
        slept ? thread.waiting() : new Wait(thread.call(), List.of(OutsideWaits.RAN), false);
    Optional<Duration> asleep =
        slept && this == TIMED ? SchedFile.asleep(pid, thread.tid()) : Optional.empty();
    return new SeenThread(thread.tid(), thread.name(), waiting, thread.switches(), asleep);
  }
}
