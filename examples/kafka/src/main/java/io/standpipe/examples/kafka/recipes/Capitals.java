package io.standpipe.examples.kafka.recipes;

import io.standpipe.Buffering;
import io.standpipe.Command;
import io.standpipe.kafka.Worker;
import io.standpipe.kafka.error.KafkaTaskException;
import java.util.Map;

/** An unmodified tr at work on a topic, until it is interrupted. */
public final class Capitals {
  private Capitals() {}

  /** Answers the records of the topic {@code in}. An interrupt ends it. */
  public static void work(Map<String, String> client)
      throws KafkaTaskException, InterruptedException {
    // @start region="worker"
    Command tr = Command.of("tr", "a-z", "A-Z").buffering(Buffering.AUTO);
    try (Worker worker =
        Worker.of(tr).from("in").to("out").dead("in.dead").lanes(2).client(client).start()) {
      worker.await();
    }
    // @end
  }
}
