package io.standpipe.cli.kafka;

import io.standpipe.cli.option.KafkaTopic;
import io.standpipe.cli.output.ErrorStream;
import io.standpipe.kafka.Worker;
import io.standpipe.kafka.WorkerSpec;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.worker.Delivery;
import io.standpipe.kafka.worker.Tombstones;
import io.standpipe.kafka.worker.WorkerStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A worker of the library, made from a plan. */
public final class KafkaWorker implements RunningWorker {
  private final Worker worker;

  private KafkaWorker(Worker worker) {
    this.worker = worker;
  }

  /** {@link RunningWorker.Factory#start}. */
  public static RunningWorker start(WorkerPlan plan) throws IOException, InterruptedException {
    try {
      return new KafkaWorker(spec(plan).errors(new ErrorStream()).start());
    } catch (KafkaTaskException e) {
      throw KafkaFailures.of(e);
    }
  }

  private static WorkerSpec spec(WorkerPlan plan) {
    WorkerSpec spec =
        Worker.of(plan.program().command())
            .from(plan.topics().from().name())
            .to(plan.topics().to().name())
            .group(plan.membership().group())
            .lanes(plan.membership().lanes())
            .framing(plan.exchange().framing())
            .limit(plan.exchange().limit())
            .attempts(plan.failures().attempts())
            .restarts(plan.failures().restarts())
            .client(plan.client())
            .connectLimit(plan.connectLimit())
            .closeLimit(plan.closeLimit())
            .delivery(
                switch (plan.delivery()) {
                  case EXACTLY_ONCE -> Delivery.EXACTLY_ONCE;
                  case AT_LEAST_ONCE -> Delivery.AT_LEAST_ONCE;
                })
            .tombstones(
                switch (plan.exchange().tombstones()) {
                  case PASS -> Tombstones.PASS;
                  case SKIP -> Tombstones.SKIP;
                });
    spec = with(spec, plan.topics().dead().map(KafkaTopic::name), WorkerSpec::dead);
    spec = with(spec, plan.membership().instance(), WorkerSpec::instance);
    spec = with(spec, plan.exchange().keyField(), WorkerSpec::emitKey);
    return plan.exchange().answers().map(spec::answers).orElseGet(spec::perTransaction);
  }

  private interface Change<T> {
    WorkerSpec apply(WorkerSpec spec, T value);
  }

  private static <T> WorkerSpec with(WorkerSpec spec, Optional<T> value, Change<T> change) {
    return value.isPresent() ? change.apply(spec, value.get()) : spec;
  }

  @Override
  public boolean await(Duration limit) throws IOException, InterruptedException {
    try {
      return worker.await(limit);
    } catch (KafkaTaskException e) {
      throw KafkaFailures.of(e);
    }
  }

  @Override
  public WorkerFigures figures() {
    WorkerStatus at = worker.status();
    return new WorkerFigures(
        at.records(),
        at.answers(),
        at.deadLetters(),
        at.restarts(),
        at.aborts(),
        at.transactions(),
        at.inFlight(),
        at.inFlightBytes(),
        at.lag(),
        at.lanes().size(),
        waitingFor(at.lanes()));
  }

  /** What most of the lanes wait for; of two equals, what tells more. */
  private static WorkerFigures.WaitingFor waitingFor(List<WorkerStatus.Waiting> lanes) {
    long program = count(lanes, WorkerStatus.Waiting.PROGRAM);
    long broker = count(lanes, WorkerStatus.Waiting.BROKER);
    long records = count(lanes, WorkerStatus.Waiting.RECORDS);
    if (program >= Math.max(broker, records)) {
      return WorkerFigures.WaitingFor.PROGRAM;
    }
    return broker >= records ? WorkerFigures.WaitingFor.BROKER : WorkerFigures.WaitingFor.RECORDS;
  }

  private static long count(List<WorkerStatus.Waiting> lanes, WorkerStatus.Waiting what) {
    return lanes.stream().filter(what::equals).count();
  }

  @Override
  public void close() {
    worker.close();
  }

  @Override
  public String toString() {
    return worker.toString();
  }
}
