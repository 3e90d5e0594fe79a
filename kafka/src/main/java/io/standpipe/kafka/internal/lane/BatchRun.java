package io.standpipe.kafka.internal.lane;

import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.internal.program.ProcessRun;
import io.standpipe.kafka.internal.program.ProgramEvent;
import io.standpipe.kafka.internal.program.ProgramFailure;
import io.standpipe.kafka.internal.program.ProgramFailure.Kind;
import io.standpipe.kafka.worker.WorkerStatus.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A lane at work whose transactions have a process of their own: it is asked a batch of records,
 * then sees the end of its input, and exit code 0 commits what it has written. For programs whose
 * output does not correspond to their input record by record. One thread; it polls while the
 * process works.
 *
 * <p><b>Failures.</b> A process that fails has its batch read again, in halves, until a process
 * fails that was asked one record alone. That is counted as the record's.
 */
final class BatchRun implements Assignment.Loss, LaneWork {
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final LaneSettings settings;
  private final LaneCounters counters;
  private final Consumer<byte[], byte[]> consumer;
  private final Assignment assignment;
  private final LaneTransaction transaction;
  private final Questions questions;
  private final ProgramStarts starts;
  private final StallWatch stalls;
  private final LagGauge lag;
  private final List<ProgramEvent<InFlight>> events = new ArrayList<>();
  private List<InFlight> batch = List.of();
  private @Nullable ProcessRun<InFlight> process;

  /** How many records a batch may have; fewer after a failure, to find the one that is to blame. */
  private int most;

  /** When the first record came that waits for a batch. */
  private long waitingSince;

  private boolean isWaiting;
  private boolean lost;

  BatchRun(
      LaneSettings settings,
      LaneCounters counters,
      Consumer<byte[], byte[]> consumer,
      Output output) {
    this.settings = settings;
    this.counters = counters;
    this.consumer = consumer;
    this.assignment = new Assignment(consumer, this);
    this.transaction = new LaneTransaction(settings, counters, output, consumer, assignment);
    this.questions = new Questions(settings, counters, consumer, assignment);
    this.starts = new ProgramStarts(settings);
    this.stalls = new StallWatch(settings.program().limit());
    this.lag = new LagGauge(assignment, counters);
    this.most = settings.mostRecords();
  }

  @Override
  public void run(BooleanSupplier closing) throws KafkaTaskException, InterruptedException {
    consumer.subscribe(List.of(settings.from()), assignment);
    while (!closing.getAsBoolean()) {
      step();
    }
    giveUp(); // another worker asks again what this process was asked
  }

  private void step() throws KafkaTaskException, InterruptedException {
    counters.waiting = waiting();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(pollTime())) {
      PartitionQueue queue =
          assignment.queue(new TopicPartition(record.topic(), record.partition()));
      if (queue != null) {
        queue.fetched(new InFlight(record, queue));
      }
    }
    stalls.step();
    if (lost) {
      lost = false;
      giveUp();
    }
    startIfDue();
    receive();
    SendFailures.Failure failure = transaction.failure();
    if (failure != null) {
      throw new KafkaException(
          "send what " + settings.program().command() + " has written", failure.cause());
    }
    questions.regulate();
    lag.observe();
  }

  private Waiting waiting() {
    if (process != null || starts.nanosUntilDue() > 0) {
      return Waiting.PROGRAM;
    }
    return assignment.queues().isEmpty() ? Waiting.BROKER : Waiting.RECORDS;
  }

  /** Not at all while a process works; {@link #receive} waits for it. */
  private Duration pollTime() {
    if (process != null) {
      return Duration.ZERO;
    }
    return isWaiting && starts.nanosUntilDue() == 0
        ? Duration.ofNanos(Math.min(IDLE.toNanos(), nanosUntilOld()))
        : IDLE;
  }

  private long nanosUntilOld() {
    return Math.max(0, settings.mostAge().toNanos() - (System.nanoTime() - waitingSince));
  }

  /** Starts a process when there are enough records, or the first one has waited long enough. */
  private void startIfDue() throws KafkaTaskException {
    if (process != null || !questions.isWaiting()) {
      return;
    }
    if (!isWaiting) {
      isWaiting = true;
      waitingSince = System.nanoTime();
    }
    int held = assignment.queues().stream().mapToInt(PartitionQueue::held).sum();
    if (starts.nanosUntilDue() > 0 || (held < most && nanosUntilOld() > 0)) {
      return;
    }
    isWaiting = false;
    batch = questions.take(most);
    List<byte[]> input = new ArrayList<>();
    for (InFlight record : batch) {
      if (!record.isSettled()) {
        input.add(record.record.value());
      }
    }
    if (input.isEmpty()) {
      finished();
      return;
    }
    process =
        starts
            .start(() -> ProcessRun.<InFlight>start(settings.program(), input, settings.errors()))
            .orElse(null);
    lost |= process == null; // what it should have been asked is read again
  }

  private void receive() throws KafkaTaskException, InterruptedException {
    ProcessRun<InFlight> running = process;
    if (running == null) {
      return;
    }
    running.drain(events, LOOK_NANOS);
    ProgramFailure failure = null;
    for (ProgramEvent<InFlight> event : events) {
      switch (event) {
        case ProgramEvent.Wrote<InFlight> e -> transaction.send(e.message(), batch.getFirst());
        case ProgramEvent.Finished<InFlight> _ -> finished();
        case ProgramEvent.Failed<InFlight> e -> failure = e.failure();
        case ProgramEvent.Failing<InFlight> _ -> {} // it will say why
        case ProgramEvent.Answered<InFlight> _, ProgramEvent.Unwritable<InFlight> _ ->
            throw new IllegalStateException("of another kind of program: " + event);
      }
    }
    events.clear();
    if (failure != null) {
      failed(failure);
    }
  }

  /** The next process begins before the commit, and works meanwhile. */
  private void finished() throws KafkaTaskException {
    for (InFlight record : batch) {
      if (!record.isSettled()) {
        record.answered(List.of());
      }
    }
    ProcessRun<InFlight> done = process;
    process = null;
    batch = List.of();
    most = Math.min(2 * most, settings.mostRecords());
    starts.succeeded();
    startIfDue();
    transaction.sendSettled();
    transaction.commit();
    if (done != null) {
      done.leave();
    }
  }

  private void failed(ProgramFailure failure) throws KafkaTaskException {
    boolean counts = !(failure.kind() == Kind.SILENT && stalls.isNear());
    List<InFlight> asked = batch.stream().filter(record -> !record.isSettled()).toList();
    giveUp();
    InFlight alone = asked.size() == 1 ? asked.getFirst() : null;
    counters.failed(failure, alone);
    if (alone != null && counts) {
      Attempts attempts = alone.queue.failedAt(alone);
      consumer.commitSync(Map.of(alone.queue.partition(), attempts.commit()));
      if (attempts.count() >= settings.attempts()) {
        alone.queue.refuse(alone, Blame.of(failure));
      }
    }
    most = Math.max(1, asked.size() / 2);
    starts.failed(failure);
  }

  /** Ends the process and reads again what it was asked. */
  private void giveUp() {
    end();
    transaction.abort();
    assignment.rewind();
  }

  private void end() {
    batch = List.of();
    if (process != null) {
      process.close();
      process = null;
    }
  }

  /** Called from within a poll, which must not seek: others read what this process was asked. */
  @Override
  public void revoked() {
    lost();
  }

  @Override
  public void lost() {
    end();
    transaction.abort();
    lost = true;
  }

  @Override
  public void close() {
    try (transaction) {
      end();
    }
  }
}
