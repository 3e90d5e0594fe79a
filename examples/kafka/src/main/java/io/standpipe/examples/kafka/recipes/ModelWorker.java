package io.standpipe.examples.kafka.recipes;

import io.standpipe.Command;
import io.standpipe.framing.Framing;
import io.standpipe.kafka.Worker;
import io.standpipe.kafka.error.KafkaTaskException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A Python model as a worker. */
public final class ModelWorker {
  private ModelWorker() {}

  /** Starts it; close it to end it. */
  // @start region="start"
  public static Worker start(Path model, Map<String, String> client)
      throws KafkaTaskException, InterruptedException {
    return Worker.of(Command.of("python3", model.toString()))
        .from("texts")
        .to("scores")
        .dead("texts.dead")
        .framing(Framing.ndjson())
        .lanes(2) // two processes, so the model is in memory twice
        .limit(Duration.ofMinutes(1)) // the first answer has to wait until the model is loaded
        .client(client)
        .start();
  }
  // @end
}
