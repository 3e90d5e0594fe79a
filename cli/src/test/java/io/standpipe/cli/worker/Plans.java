package io.standpipe.cli.worker;

import io.standpipe.Command;
import io.standpipe.RestartPolicy;
import io.standpipe.cli.kafka.WorkerPlan;
import io.standpipe.cli.option.KafkaTopic;
import io.standpipe.conversation.Answers;
import io.standpipe.framing.Framing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan for tests that start no worker. */
final class Plans {
  static final WorkerPlan PLAN = closing(Duration.ofSeconds(30));

  private Plans() {}

  static WorkerPlan closing(Duration closeLimit) {
    return new WorkerPlan(
        new WorkerPlan.Program(Command.of("tr", "a", "b"), List.of("tr", "a", "b")),
        new WorkerPlan.Topics(new KafkaTopic("in"), new KafkaTopic("out"), Optional.empty()),
        new WorkerPlan.Membership("group", Optional.empty(), 2),
        new WorkerPlan.Exchange(
            Framing.lines(),
            Optional.of(Answers.one()),
            Optional.empty(),
            WorkerPlan.Tombstones.PASS,
            Duration.ofSeconds(30)),
        new WorkerPlan.Failures(3, RestartPolicy.standard()),
        Map.of("bootstrap.servers", "localhost:9092"),
        WorkerPlan.Delivery.EXACTLY_ONCE,
        Duration.ofMinutes(1),
        closeLimit);
  }
}
