package io.standpipe.kafka.internal.lane;

import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import io.standpipe.kafka.internal.client.KafkaFailure;
import io.standpipe.kafka.internal.program.AskedProgram;
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
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * A lane at work, with one consumer and one producer: until it is closed, or one of the two has to
 * be made anew. One thread does all of it, in small steps, and none of them waits for the program:
 * fetch records, hand them to the program's threads, take the answers that have come, send them on,
 * and commit when the transaction is full or old. So the program works while a transaction is
 * committed, and the lane polls while the program works, however slow it is.
 *
 * <p><b>Failures of the program.</b> If it has ended or was silent, what it had answered was right
 * and is committed; if it said something wrong, the transaction is aborted. What is not committed
 * is read again. The records that may have caused the failure are then asked one at a time, so that
 * the next failure is known to be that record's.
 */
final class LaneRun implements Assignment.Loss, LaneWork {
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** A program that reads ahead may fail at a record behind the first one without an answer. */
  private static final int FIRST_SUSPECTS = 16;

  private static final int MOST_SUSPECTS = 1 << 16;

  private final LaneSettings settings;
  private final LaneCounters counters;
  private final Consumer<byte[], byte[]> consumer;
  private final Assignment assignment;
  private final LaneTransaction transaction;
  private final ProgramKeeper keeper;
  private final Questions questions;
  private final StallWatch stalls;
  private final LagGauge lag;
  private final List<ProgramEvent<InFlight>> events = new ArrayList<>();
  private boolean lost;

  /** The program has failed, and its threads find out why. */
  private boolean failing;

  /** What the program has answered right before it failed. */
  private @Nullable InFlight doubtful;

  /** Why the worker must end, if that was found within a poll. */
  private @Nullable KafkaTaskException end;

  private int suspects = FIRST_SUSPECTS;

  LaneRun(
      LaneSettings settings,
      LaneCounters counters,
      Consumer<byte[], byte[]> consumer,
      Output output) {
    this.settings = settings;
    this.counters = counters;
    this.consumer = consumer;
    this.keeper = new ProgramKeeper(settings);
    this.assignment = new Assignment(consumer, this);
    this.transaction = new LaneTransaction(settings, counters, output, consumer, assignment);
    this.questions = new Questions(settings, counters, consumer, assignment);
    this.stalls = new StallWatch(settings.program().limit());
    this.lag = new LagGauge(assignment, counters);
  }

  @Override
  public void run(BooleanSupplier closing) throws KafkaTaskException, InterruptedException {
    consumer.subscribe(List.of(settings.from()), assignment);
    while (!closing.getAsBoolean()) {
      step();
    }
    transaction.sendSettled();
    transaction.commit();
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
    if (end != null) {
      throw end;
    }
    stalls.step();
    keeper.startIfDue();
    if (lost) {
      lost = false;
      beginAgain();
    }
    if (!failing) {
      keeper.ready().ifPresent(program -> questions.ask(program, keeper.answers()));
    }
    receive();
    transaction.sendSettled();
    refuseWhatIsTooLarge();
    if (transaction.isDue()) {
      transaction.commit();
    }
    questions.regulate();
    lag.observe();
  }

  private Waiting waiting() {
    if (keeper.nanosUntilReady() > 0 || questions.asked() > 0) {
      return Waiting.PROGRAM;
    }
    return assignment.queues().isEmpty() ? Waiting.BROKER : Waiting.RECORDS;
  }

  /** Not at all while there is something to do; {@link #receive} waits for the program. */
  private Duration pollTime() {
    if (questions.asked() > 0 || (questions.isWaiting() && keeper.nanosUntilReady() == 0)) {
      return Duration.ZERO;
    }
    long most = Math.min(IDLE.toNanos(), transaction.nanosUntilDue());
    long due = keeper.nanosUntilReady();
    return Duration.ofNanos(due > 0 ? Math.min(most, due) : most);
  }

  /** Waits a little for an answer if one is owed: the partitions have to be polled, too. */
  private void receive() throws KafkaTaskException, InterruptedException {
    AskedProgram<InFlight> program = keeper.running().orElse(null);
    if (program == null) {
      return;
    }
    long most = Math.min(LOOK_NANOS, transaction.nanosUntilDue());
    program.drain(events, questions.asked() > 0 || failing ? most : 0);
    if (questions.isCareful() && !events.isEmpty()) {
      program.drain(events, Questions.SILENCE_NANOS); // a second answer belongs to this record
    }
    failing |= events.stream().anyMatch(ProgramEvent.Failing.class::isInstance);
    ProgramFailure failure = null;
    for (ProgramEvent<InFlight> event : events) {
      switch (event) {
        case ProgramEvent.Answered<InFlight> e -> answered(e.question(), e.messages());
        case ProgramEvent.Unwritable<InFlight> e -> questions.unwritable(e.question(), e.reason());
        case ProgramEvent.Failing<InFlight> _ -> {} // it will say why
        case ProgramEvent.Failed<InFlight> e -> failure = e.failure();
        case ProgramEvent.Wrote<InFlight> _, ProgramEvent.Finished<InFlight> _ ->
            throw new IllegalStateException("of another kind of program: " + event);
      }
    }
    events.clear();
    if (failure != null) {
      InFlight alone = questions.alone(doubtful, transaction.size() == 0);
      failing = false;
      doubtful = null;
      failed(failure, alone);
    }
  }

  /** An answer right before a failure is none where one record was asked alone. */
  private void answered(InFlight record, List<byte[]> messages) {
    if (failing && questions.isCareful()) {
      doubtful = record;
    } else {
      questions.answered(record, messages);
      keeper.answered();
    }
  }

  /**
   * @param alone the record at which the program failed; null if it is one of several
   */
  private void failed(ProgramFailure failure, @Nullable InFlight alone) throws KafkaTaskException {
    counters.failed(failure, alone);
    boolean counts =
        alone != null && !alone.isDropped() && !(failure.kind() == Kind.SILENT && stalls.isNear());
    if (alone == null && failure.kind() == Kind.WRONG) {
      assignment.suspectAll();
    } else {
      if (alone == null) {
        assignment.suspectUnanswered(suspects);
        suspects = Math.min(2 * suspects, MOST_SUSPECTS);
      } else {
        suspects = FIRST_SUSPECTS;
      }
      transaction.sendSettled(); // what was answered is right
      transaction.commit();
    }
    beginAgain();
    questions.forget();
    if (alone != null && counts) {
      count(alone, failure);
    }
    keeper.failed(failure);
  }

  /** The count is committed by itself: what an aborted transaction wrote is lost. */
  private void count(InFlight record, ProgramFailure failure) {
    Attempts attempts = record.queue.failedAt(record);
    consumer.commitSync(Map.of(record.queue.partition(), attempts.commit()));
    if (attempts.count() >= settings.attempts()) {
      record.queue.refuse(record, Blame.of(failure));
    }
  }

  /** Gives up the transaction and reads again what was not committed. */
  private void beginAgain() {
    transaction.abort();
    assignment.rewind();
  }

  /** No program can change that an answer is larger than the topic takes. */
  private void refuseWhatIsTooLarge() throws KafkaTaskException {
    SendFailures.Failure failure = transaction.failure();
    if (failure == null) {
      return;
    }
    InFlight record = failure.record();
    KafkaFailure said = KafkaFailure.of(failure.cause());
    if (!(said.cause() instanceof RecordTooLargeException)) {
      throw new KafkaException("send what " + record + " has led to", failure.cause());
    }
    if (record.refusal() != null) {
      throw new KafkaTaskException(
          Reason.FAILED,
          "send %s to the dead letters: %s; raise max.request.size and the topic's max.message.bytes"
              .formatted(record, said.said()),
          failure.cause());
    }
    beginAgain();
    keeper.restart();
    questions.forget();
    record.queue.refuse(record, Blame.ofRecord("its answer is too large: " + said.said()));
  }

  /** Called from within a poll: the transaction ends here, before others read the partitions. */
  @Override
  public void revoked() {
    try {
      transaction.sendSettled();
    } catch (KafkaTaskException e) {
      end = e; // a poll must not throw it
    }
    transaction.commit();
  }

  /** Called from within a poll, which must not seek. */
  @Override
  public void lost() {
    transaction.abort();
    lost = true;
  }

  @Override
  public void close() {
    try (transaction) {
      keeper.close();
    }
  }
}
