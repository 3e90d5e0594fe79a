package io.standpipe;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.CaptureLimitException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

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
  private final LimitedWait limit;

  private final OutputHolders holders = new OutputHolders();
  private boolean stopped;

  private JobAwaiter(Job job, RunOptions options, Deadline deadline) {
    this.job = job;
    this.options = options;
    this.deadline = deadline;
    this.limit = new LimitedWait(job.asTarget(), deadline, this::look);
  }

  /** Starts a job. */
  interface Start {
    Job start() throws IOException;
  }

  /** Starts a job and waits for it, then closes it; the time that its start takes counts too. */
  static Output run(RunOptions options, Start start) throws IOException, InterruptedException {
    Deadline deadline = options.deadline();
    try (Job job = start.start()) {
      return await(job, options, deadline);
    }
  }

  static Output await(Job job, RunOptions options, Deadline deadline)
      throws IOException, InterruptedException {
    var awaiter = new JobAwaiter(job, options, deadline);
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
      if (!ended && !awaiter.stopped) {
        job.stop();
      }
    }
  }

  private void awaitExits() throws IOException, InterruptedException {
    if (!limit.await(job::awaitExit)) {
      throw timedOut(job.running());
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
    long since = System.nanoTime();
    boolean ended =
        limit.await(
            policy.untilEnd()
                ? collector::awaitEnd
                : until -> collector.awaitQuiet(since, policy.quietNanos(), until));
    if (!ended && deadline.hasPassed()) {
      throw timedOut(
          "it had exited, but "
              + holders.of(collector, pids())
              + " still held its output open; see lateOutput(…)");
    }
    return ended;
  }

  /** Shortly before the deadline, on another thread: everything that explains it. */
  private Diagnosis look(BooleanSupplier ended) {
    holders.look(job.collectors());
    return job.beforeStop(ended);
  }

  private Set<Long> pids() {
    return job.children().stream().map(Child::pid).collect(Collectors.toSet());
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
    stopped = true;
    return limit.stop(StopPolicy.atLimit(), state);
  }
}
