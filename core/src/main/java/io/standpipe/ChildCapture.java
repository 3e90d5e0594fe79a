package io.standpipe;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.CaptureLimitException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.io.InputPump;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.io.OutputCollector.Keep;
import io.standpipe.internal.io.ReadEnd;
import io.standpipe.internal.io.WriteEnd;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.LookAhead;
import io.standpipe.internal.start.StartedProcess;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a running child and collects its output, all at once: its input, its standard output and
 * its standard error each have a virtual thread, from the first call on.
 *
 * <p>What is waited for, its exit and the ends of the streams, are latches that stay open once they
 * have opened, so a wake that comes first is not missed. A deadline or an interrupt ends the wait
 * and nothing else: the threads go on, and the next call waits for the same latches. A close from
 * another thread closes the ends, which ends each thread and so opens its latch.
 */
final class ChildCapture {
  private final StartedProcess started;
  private @Nullable InputPump input;

  ChildCapture(StartedProcess started) {
    this.started = started;
  }

  /** Starts the threads that do not run yet. */
  synchronized void begin(byte[] bytes, int maxBytes) {
    WriteEnd writer = started.writer(0);
    boolean captured = started.collector(1) != null || started.collector(2) != null;
    boolean piped = started.reader(1) != null || started.reader(2) != null || writer != null;
    if (!piped) {
      throw new IllegalStateException(
          "capture " + started + ": none of its streams is a pipe to us; start it with piped()");
    }
    if (bytes.length > 0 && (captured || input != null)) {
      throw new IllegalStateException(
          "capture " + started + ": its input has ended already; give all of it to the first call");
    }
    if (bytes.length > 0 && writer == null) {
      throw new IllegalStateException(
          "capture "
              + started
              + ": its standard input is not a pipe to us; start it with stdin(Redirect.pipe())");
    }
    collect(1, maxBytes, Keep.FIRST);
    collect(2, Capturing.errorLimit(maxBytes, 1), Keep.LAST);
    if (writer != null && input == null) {
      input = started.feed(bytes);
    }
  }

  private void collect(int n, int maxBytes, Keep keep) {
    ReadEnd reader = started.reader(n);
    if (reader != null && started.collector(n) == null) {
      started.collect(n, maxBytes, keep).whenOverflowed(this::kill);
    }
  }

  /** As where a job has written too much: see {@code Job}. */
  private void kill() {
    started.signalAll(Signal.KILL.number());
    started.collectors().forEach(OutputCollector::abandon);
  }

  /**
   * Waits until the child has exited and its streams have ended; returns how many bytes of the
   * input its pipe took.
   */
  long await(Deadline deadline, LookAhead.Look<Diagnosis> why)
      throws IOException, InterruptedException {
    var holders = new OutputHolders();
    var foreseen =
        new ForeseenDeadline(
            deadline,
            ended -> {
              holders.look(started.collectors());
              return why.look(ended);
            });
    if (!foreseen.await(started.process()::await)) {
      throw timedOut("it still runs", deadline, foreseen);
    }
    for (OutputCollector collector : started.collectors()) {
      if (!foreseen.await(collector::awaitEnd)) {
        String held = holders.of(collector, Set.of((long) started.process().pid()));
        throw timedOut(
            "it has exited, but " + held + " still holds its output open", deadline, foreseen);
      }
    }
    for (OutputCollector collector : started.collectors()) {
      if (collector.hasOverflowed()) {
        throw new CaptureLimitException(
            started.toString(), collector.maxBytes(), Capturing.keptSoFar(started));
      }
    }
    for (OutputCollector collector : started.collectors()) {
      IOException failure = collector.failure();
      if (failure != null) {
        throw failure;
      }
    }
    return started.endInput();
  }

  private DeadlineExceededException timedOut(
      String state, Deadline deadline, ForeseenDeadline foreseen) {
    foreseen.end();
    Optional<Diagnosis> why = foreseen.reason();
    return new DeadlineExceededException(
        "capture " + started,
        deadline.limit(),
        state
            + "; it goes on, and so does the capture: call again, or stop it"
            + (why.isPresent() ? "" : foreseen.missing()),
        why,
        Capturing.keptSoFar(started));
  }
}
