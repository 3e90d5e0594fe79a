package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.CapturedOutput;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.io.StageRunner;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.LookAhead;
import io.standpipe.internal.start.StartedProcess;
import io.standpipe.internal.tree.StopSequence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for a job under a time limit, and stops it at the limit. What takes time before a stop is
 * done shortly before the limit, on another thread: looking for the reason, and a rehearsal of the
 * stop itself, whose classes may not have been loaded yet. If that takes longer than expected, the
 * stop goes ahead without it.
 *
 * <p>For one thread.
 */
final class LimitedWait {
  private final Target target;
  private final Deadline deadline;
  private final LookAhead.Look<Diagnosis> reason;
  private final ForeseenDeadline foreseen;

  /**
   * What is waited for and stopped.
   *
   * @param name what it is: {@code command ["make"]}
   * @param stages the Java code between the programs
   * @param captured what was captured by now
   */
  record Target(
      String name,
      List<StartedProcess> programs,
      List<StageRunner> stages,
      Supplier<CapturedOutput> captured) {
    /** A child alone. */
    static Target of(StartedProcess child) {
      return new Target(
          "command " + child.spec(), List.of(child), List.of(), () -> Capturing.keptSoFar(child));
    }
  }

  /**
   * A wait, or several one after the other, until one deadline.
   *
   * @param reason looks for the reason; before the deadline, and at most once
   */
  LimitedWait(Target target, Deadline deadline, LookAhead.Look<Diagnosis> reason) {
    this.target = target;
    this.deadline = deadline;
    this.reason = reason;
    this.foreseen = new ForeseenDeadline(deadline, this::prepare);
  }

  /**
   * Blocks until it is there; stops the job at the limit, and throws.
   *
   * @param running what the job is doing, in words; asked at the limit
   */
  static void run(
      Target target,
      ForeseenDeadline.Wait wait,
      Duration limit,
      StopPolicy policy,
      LookAhead.Look<Diagnosis> reason,
      Supplier<String> running)
      throws DeadlineExceededException, InterruptedException {
    requireNonNull(limit, "limit");
    requireNonNull(policy, "policy");
    var limited = new LimitedWait(target, Deadline.after(limit), reason);
    if (!limited.await(wait)) {
      throw limited.stop(policy, running.get());
    }
  }

  /** Blocks until it is there or the deadline has come: whether it is there. */
  boolean await(ForeseenDeadline.Wait wait) throws InterruptedException {
    return foreseen.await(wait);
  }

  private Diagnosis prepare(BooleanSupplier ended) throws Exception {
    StopSequence.rehearse(target.programs());
    return reason.look(ended);
  }

  /**
   * Stops the job by {@code policy}, with its first signal at once. Returns what to throw, with
   * what was found before and what was captured until the end.
   *
   * @param state what the job was doing at the deadline
   */
  DeadlineExceededException stop(StopPolicy policy, String state) {
    foreseen.end();
    target.stages().forEach(StageRunner::stop);
    List<String> survivors =
        StopTogether.stop(target.programs(), policy).stream()
            .flatMap(report -> report.survivors().stream())
            .toList();
    String end =
        survivors.isEmpty() ? "; stopped" : "; could not stop " + String.join(", ", survivors);
    Optional<Diagnosis> why = foreseen.reason();
    String missing = why.isPresent() ? "" : foreseen.missing();
    return new DeadlineExceededException(
        "run " + target.name(),
        deadline.limit(),
        state + end + missing,
        why,
        target.captured().get());
  }
}
