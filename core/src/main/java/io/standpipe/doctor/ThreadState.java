package io.standpipe.doctor;

import java.time.Duration;
import java.util.Optional;

/**
 * A thread at the time of a {@link Snapshot}.
 *
 * @param tid its number; that of the main thread is the pid
 * @param name its name, at most 15 bytes
 * @param waiting what it waits for. Where that is no {@link Awaited.Outside}, the thread slept all
 *     the time from its look to the end of the snapshot: it was asleep at both, and had not left
 *     the processor in between
 * @param switches how often it had left the processor: where that is the same in two snapshots, it
 *     has not run from one to the other
 * @param asleep for how long it has slept, to some milliseconds; empty where it does not, or the
 *     kernel does not tell (/proc/PID/sched)
 */
public record ThreadState(
    long tid, String name, Wait waiting, long switches, Optional<Duration> asleep) {
  /** Whether it waits for something that a process we look at would have to do. */
  boolean isWaiting() {
    return waiting.awaited().stream().noneMatch(Awaited.Outside.class::isInstance);
  }
}
