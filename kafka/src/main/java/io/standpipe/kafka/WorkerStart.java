package io.standpipe.kafka;

import io.standpipe.internal.text.Durations;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import io.standpipe.kafka.internal.client.ClientSettings;
import io.standpipe.kafka.internal.client.Topics;
import io.standpipe.kafka.internal.lane.LaneSettings;
import io.standpipe.kafka.internal.lane.WorkerSettings;
import io.standpipe.kafka.internal.program.ProgramSpec;
import io.standpipe.kafka.worker.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Checks what was asked of a worker, with a broker's help, before any program is started. */
final class WorkerStart {
  /**
   * Short, because a dead worker's open transaction holds up the readers of its output for so long.
   */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

  /** A commit takes that long where a broker is busy. */
  private static final Duration COMMIT = Duration.ofSeconds(5);

  private WorkerStart() {}

  /** Blocks until a broker has told of the topics, for at most the time for that. */
  static WorkerSettings settings(WorkerSpec spec) throws KafkaTaskException, InterruptedException {
    if (spec.from.isEmpty() || spec.to.isEmpty()) {
      throw misconfigured(spec, "both from and to are needed");
    }
    if (List.of(spec.to, Objects.requireNonNullElse(spec.dead, "")).contains(spec.from)) {
      throw misconfigured(spec, "its output would be its input again");
    }
    ClientSettings clients =
        ClientSettings.of(spec.client)
            .withDefaults(
                Map.of(
                    // A record that came before the first commit must not be skipped.
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest",
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                    spec.transactionRecords,
                    ProducerConfig.LINGER_MS_CONFIG,
                    5,
                    ProducerConfig.BATCH_SIZE_CONFIG,
                    128 * 1024,
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                    (int) transactionTime(spec).plus(TRANSACTION_TIMEOUT).toMillis()));
    checkTimes(spec, clients);
    Map<String, Integer> partitions = Topics.partitions(clients, topics(spec), spec.connectLimit);
    return new WorkerSettings(
        new LaneSettings(
            spec.from,
            spec.to,
            spec.dead,
            Objects.equals(partitions.get(spec.from), partitions.get(spec.to)),
            new ProgramSpec(
                spec.program, spec.framing, spec.answers, spec.perTransaction, spec.limit),
            spec.key,
            spec.errors,
            spec.delivery,
            spec.tombstones,
            spec.attempts,
            spec.restarts,
            spec.transactionRecords,
            spec.transactionAge,
            spec.closeLimit),
        clients,
        spec.groupId(),
        spec.instance,
        spec.lanes,
        spec.connectLimit);
  }

  private static List<String> topics(WorkerSpec spec) {
    var topics = new ArrayList<>(List.of(spec.from, spec.to));
    if (spec.dead != null) {
      topics.add(spec.dead);
    }
    return topics;
  }

  /** How long a transaction may be open before its commit begins. */
  private static Duration transactionTime(WorkerSpec spec) {
    return spec.perTransaction ? spec.limit : spec.transactionAge;
  }

  /** A transaction that outlasts the broker's patience would be aborted again and again. */
  private static void checkTimes(WorkerSpec spec, ClientSettings clients)
      throws KafkaTaskException {
    long millis = clients.producerNumber(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
    Duration open = transactionTime(spec);
    boolean fits = open.plus(COMMIT).compareTo(Duration.ofMillis(millis)) <= 0;
    if (spec.delivery == Delivery.EXACTLY_ONCE && !fits) {
      throw misconfigured(
          spec,
          "a transaction may take %s and a commit %s, and the broker gives it up after transaction.timeout.ms=%d"
              .formatted(Durations.text(open), Durations.text(COMMIT), millis));
    }
  }

  private static KafkaTaskException misconfigured(WorkerSpec spec, String why) {
    return new KafkaTaskException(Reason.MISCONFIGURED, "start " + spec + ": " + why, null);
  }
}
