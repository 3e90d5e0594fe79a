package io.standpipe.internal.diagnosis;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.internal.io.End;
import io.standpipe.internal.verdict.Examination;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the doctor when a deadline has passed. The answer comes within two seconds or not at all.
 * Whatever goes wrong in between (no descriptors, no memory, a process in trouble whose /proc does
 * not answer) is an empty answer, and never replaces the exception that is under way.
 */
public final class DeadlineDiagnosis implements End.DeadlineReason {
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final Duration SHORTEST_LIMIT = Duration.ofMillis(500);
  private static final int REST = 9;

  private final OwnProcessView view;

  /** When to look again after a limit. If several threads write it together, each is right. */
  private volatile long notBefore = System.nanoTime();

  public DeadlineDiagnosis(OwnProcessView view) {
    this.view = view;
  }

  /** What the doctor says now, however long it takes. */
  public Diagnosis now() {
    return diagnosis(CallerState.WAITS, Optional.empty());
  }

  /**
   * After a wait at one of our ends. A caller that polls must not pay for a look each time: short
   * limits go without, and limits that follow each other closely go without so often that looking
   * takes at most a tenth of the time.
   */
  @Override
  public Optional<Diagnosis> after(End timedOut, Duration limit) {
    boolean polls = limit.compareTo(SHORTEST_LIMIT) < 0 || System.nanoTime() - notBefore < 0;
    return polls ? Optional.empty() : afterVainWait(timedOut);
  }

  /** After a wait at one of our ends, however often a caller asks. */
  public Optional<Diagnosis> afterVainWait(End timedOut) {
    return inTime(CallerState.WAITS, Optional.of(timedOut));
  }

  /** After a wait for the exits, by the only code that knows the children. */
  public Optional<Diagnosis> afterAwait() {
    return inTime(CallerState.AWAITS_EXITS, Optional.empty());
  }

  private Diagnosis diagnosis(CallerState caller, Optional<End> timedOut) {
    return Examination.of(view.pids(), () -> view.actors(caller, timedOut));
  }

  /**
   * Looks on a thread of its own, which may be abandoned: a read of /proc can hang as long as the
   * process that it is about hangs. It is a platform thread, because a few such virtual threads
   * would take all carriers away.
   *
   * <p>The thread completes the future whatever happens, and if it is never scheduled the time runs
   * out. An interrupt ends the wait without an answer, and stays set for the caller, which has an
   * exception to throw.
   */
  private Optional<Diagnosis> inTime(CallerState caller, Optional<End> timedOut) {
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

  private Diagnosis timed(CallerState caller, Optional<End> timedOut) {
    long start = System.nanoTime();
    Diagnosis diagnosis = diagnosis(caller, timedOut);
    long end = System.nanoTime();
    notBefore = end + REST * (end - start);
    return diagnosis;
  }
}
