package io.standpipe;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.CaptureLimitException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Waits until a job has ended as expected: first for the exits, then for the streams that are
 * captured, all before one deadline; then checks whether that is what was wanted.
 *
 * <p>However else the wait ends (deadline, interrupt, too much output), the whole tree is stopped.
 * After programs that ended by themselves, what they have left in the background goes on, as after
 * a shell's command.
 */
final class JobAwaiter {
  private final Job job;
  private final RunOptions options;
  private final Deadline deadline;

  private JobAwaiter(Job job, RunOptions options) {
    this.job = job;
    this.options = options;
    this.deadline = options.timeout().map(Deadline::after).orElse(Deadline.NEVER);
  }

  static Output await(Job job, RunOptions options) throws IOException, InterruptedException {
    var awaiter = new JobAwaiter(job, options);
    boolean ended = false;
    try {
      awaiter.awaitExits();
      List<String> stillOpen = awaiter.awaitStreams();
      long accepted = job.endInput();
      awaiter.checkCollectors();
      ended = true;
      job.detach();
      job.throwIfFailed(options);
      return job.output(accepted, stillOpen);
    } finally {
      if (!ended) {
        job.stop();
      }
    }
  }

  private void awaitExits() throws IOException, InterruptedException {
    if (!job.awaitExit(deadline)) {
      throw timedOut(job.running() + " still runs");
    }
  }

  /** What still holds a captured stream open, if the policy is not to wait for that. */
  private List<String> awaitStreams() throws IOException, InterruptedException {
    var stillOpen = new LinkedHashMap<Long, String>();
    for (OutputCollector collector : job.collectors()) {
      if (!awaitStream(collector) && !collector.dropLater()) {
        stillOpen.putAll(OutputHolders.of(collector));
      }
    }
    return List.copyOf(stillOpen.values());
  }

  private boolean awaitStream(OutputCollector collector) throws IOException, InterruptedException {
    LateOutput policy = options.lateOutput();
    boolean ended =
        policy.untilEnd()
            ? collector.awaitEnd(deadline)
            : collector.awaitQuiet(policy.quietNanos(), deadline);
    if (!ended && deadline.hasPassed()) {
      throw timedOut(
          "it has exited, but "
              + String.join(", ", OutputHolders.of(collector).values())
              + " still holds its output open; see lateOutput(…)");
    }
    return ended;
  }

  private void checkCollectors() throws IOException {
    for (OutputCollector collector : job.collectors()) {
      if (collector.hasOverflowed()) {
        throw new CaptureLimitException(job.toString(), collector.maxBytes(), job.captured());
      }
    }
    for (OutputCollector collector : job.collectors()) {
      IOException failure = collector.failure();
      if (failure != null) {
        throw failure;
      }
    }
  }

  private DeadlineExceededException timedOut(String state) {
    Optional<Diagnosis> why = job.afterAwait();
    return new DeadlineExceededException(
        "run " + job, deadline.limit(), state, why, job.captured());
  }
}
