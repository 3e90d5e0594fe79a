package io.standpipe;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.PipeHolder;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Waits until a job has ended as expected: first the exits, then the streams that are captured, all
 * before one deadline; then it looks whether that is what was wanted.
 *
 * <p>However the wait ends otherwise (deadline, interrupt, too much output), the whole tree is
 * stopped.
 */
final class JobAwaiter {
  private static final long UNKNOWN = -1;

  private final Job job;
  private final RunOptions expectation;
  private final Deadline deadline;

  private JobAwaiter(Job job, RunOptions expectation) {
    this.job = job;
    this.expectation = expectation;
    this.deadline = expectation.timeout().map(Deadline::after).orElse(Deadline.NEVER);
  }

  static Output await(Job job, RunOptions expectation) throws IOException, InterruptedException {
    var completion = new JobAwaiter(job, expectation);
    boolean ended = false;
    try {
      completion.awaitExits();
      List<String> stillOpen = completion.awaitStreams();
      long accepted = job.endInput();
      completion.checkCaptures();
      ended = true;
      job.throwIfFailed(expectation);
      return completion.output(stillOpen, accepted);
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

  /** Who still holds a captured stream open, if the policy is not to wait for them. */
  private List<String> awaitStreams() throws IOException, InterruptedException {
    var stillOpen = new LinkedHashMap<Long, String>();
    for (OutputCollector capture : job.captures()) {
      if (!awaitStream(capture) && !capture.dropLater()) {
        stillOpen.putAll(holders(capture));
      }
    }
    return List.copyOf(stillOpen.values());
  }

  private boolean awaitStream(OutputCollector capture) throws IOException, InterruptedException {
    LateOutput policy = expectation.lateOutput();
    boolean ended =
        policy.untilEnd()
            ? capture.awaitEnd(deadline)
            : capture.awaitQuiet(policy.quietNanos(), deadline);
    if (!ended && deadline.hasPassed()) {
      throw timedOut(
          "it has exited, but "
              + String.join(", ", holders(capture).values())
              + " still holds its output open; see lateOutput(…)");
    }
    return ended;
  }

  /** By pid, for it may take another name while it is looked at, or between two streams. */
  private static Map<Long, String> holders(OutputCollector capture) {
    long self = ProcessHandle.current().pid();
    int fd = capture.reader.end.watch.descriptor().number();
    var holders = new LinkedHashMap<Long, String>();
    for (PipeHolder holder : PipeHolder.sharing(self, fd)) {
      if (holder.writes()) {
        holders.put(holder.pid(), holder.toString());
      }
    }
    return holders.isEmpty() ? Map.of(UNKNOWN, "a process that this user may not see") : holders;
  }

  private void checkCaptures() throws IOException {
    for (OutputCollector capture : job.captures()) {
      if (capture.hasOverflowed()) {
        throw new IOException(
            "capture the output of %s: more than %d bytes; raise captureLimit(…) or read the stream"
                .formatted(job, capture.limit()));
      }
    }
    for (OutputCollector capture : job.captures()) {
      IOException failure = capture.failure();
      if (failure != null) {
        throw failure;
      }
    }
  }

  private Output output(List<String> stillOpen, long inputAccepted) {
    Child last = job.children().getLast();
    return new Output(job.status(), job.output(), last.errorTail(), inputAccepted, stillOpen);
  }

  private DeadlineExceededException timedOut(String state) {
    Optional<Duration> limit = expectation.timeout();
    Optional<Diagnosis> why = job.inquiry().afterAwait();
    return new DeadlineExceededException("run " + job, limit.orElse(Duration.ZERO), state, why);
  }
}
