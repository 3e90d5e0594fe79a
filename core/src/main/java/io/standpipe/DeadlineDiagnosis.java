package io.standpipe;

import io.standpipe.OwnProcessView.Caller;
import io.standpipe.doctor.Diagnosis;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the doctor for somebody who has no time: when a deadline has passed. The answer comes within
 * two seconds or not at all, and whatever goes wrong in between (no descriptors, no memory, a
 * process in trouble whose /proc does not answer) is no answer, and never an exception in place of
 * the one that is under way.
 */
final class DeadlineDiagnosis {
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final Duration SHORTEST_LIMIT = Duration.ofMillis(500);
  private static final int REST = 9;

  private final OwnProcessView side;

  /** When to look again after a limit. Threads that write it together are right, each of them. */
  private volatile long notBefore = System.nanoTime();

  DeadlineDiagnosis(OwnProcessView side) {
    this.side = side;
  }

  /** What the doctor says now, however long it takes. */
  Diagnosis now() {
    return diagnosis(Caller.WAITS, Optional.empty());
  }

  /**
   * After a wait at one of our ends. Whoever polls must not pay for a look each time: short limits
   * go without, and of those that follow each other so many that looking takes a tenth of the time.
   */
  Optional<Diagnosis> after(End timedOut, Duration limit) {
    boolean polls = limit.compareTo(SHORTEST_LIMIT) < 0 || System.nanoTime() - notBefore < 0;
    return polls ? Optional.empty() : afterVainWait(timedOut);
  }

  /** The same, however often. */
  Optional<Diagnosis> afterVainWait(End timedOut) {
    return inTime(Caller.WAITS, Optional.of(timedOut));
  }

  /** After the wait for the exits, by the code that alone knows of the children. */
  Optional<Diagnosis> afterAwait() {
    return inTime(Caller.AWAITS_EXITS, Optional.empty());
  }

  private Diagnosis diagnosis(Caller caller, Optional<End> timedOut) {
    return Diagnosis.of(side.pids(), () -> side.parts(caller, timedOut));
  }

  /**
   * On a thread of its own, which may be given up: a read of /proc can hang as long as the process
   * that it is about does. A platform thread, or a few such would take all carriers away.
   *
   * <p>The thread completes the future whatever happens, and if it is never scheduled the time runs
   * out. An interrupt ends the wait without an answer, and is kept for whoever has an exception to
   * throw.
   */
  private Optional<Diagnosis> inTime(Caller caller, Optional<End> timedOut) {
    var answer = new FutureTask<>(() -> timed(caller, timedOut));
    try {
      Thread.ofPlatform().name("standpipe-doctor").daemon().start(answer);
      return Optional.of(answer.get(LONGEST.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException | TimeoutException | OutOfMemoryError e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Diagnosis timed(Caller caller, Optional<End> timedOut) {
    long start = System.nanoTime();
    Diagnosis diagnosis = diagnosis(caller, timedOut);
    long end = System.nanoTime();
    notBefore = end + REST * (end - start);
    return diagnosis;
  }
}
