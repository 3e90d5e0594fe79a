package io.standpipe.kafka.internal.lane;

import io.standpipe.kafka.internal.program.ProgramFailure;
import io.standpipe.kafka.worker.WorkerStatus;
import io.standpipe.kafka.worker.WorkerStatus.Waiting;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What a lane has done so far, and what it waits for. Written by the lane, read by any thread. */
final class LaneCounters {
  final LongAdder records = new LongAdder();
  final LongAdder answers = new LongAdder();
  final LongAdder deadLetters = new LongAdder();
  final LongAdder restarts = new LongAdder();
  final LongAdder transactions = new LongAdder();
  final LongAdder aborts = new LongAdder();
  volatile long inFlight;
  volatile long inFlightBytes;
  volatile long lag;
  volatile Waiting waiting = Waiting.BROKER;

  /** The lane, for events. */
  final String lane;

  LaneCounters(String lane) {
    this.lane = lane;
  }

  /** The program has failed. */
  void failed(ProgramFailure failure, @Nullable InFlight alone) {
    restarts.increment();
    var event = new ProgramFailureEvent();
    if (event.isEnabled()) {
      event.lane = lane;
      event.kind = failure.kind().toString();
      event.reason = failure.reason();
      event.record = alone == null ? "" : alone.toString();
      event.commit();
    }
  }

  /** All lanes together. */
  static WorkerStatus sum(List<LaneCounters> lanes) {
    return new WorkerStatus(
        sum(lanes, lane -> lane.records.sum()),
        sum(lanes, lane -> lane.answers.sum()),
        sum(lanes, lane -> lane.deadLetters.sum()),
        sum(lanes, lane -> lane.restarts.sum()),
        sum(lanes, lane -> lane.transactions.sum()),
        sum(lanes, lane -> lane.aborts.sum()),
        sum(lanes, lane -> lane.inFlight),
        sum(lanes, lane -> lane.inFlightBytes),
        sum(lanes, lane -> lane.lag),
        lanes.stream().map(lane -> lane.waiting).toList());
  }

  private static long sum(List<LaneCounters> lanes, ToLongFunction<LaneCounters> count) {
    return lanes.stream().mapToLong(count).sum();
  }
}
