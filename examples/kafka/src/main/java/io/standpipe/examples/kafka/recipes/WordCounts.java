package io.standpipe.examples.kafka.recipes;

import io.standpipe.Command;
import io.standpipe.kafka.Worker;
import io.standpipe.kafka.error.KafkaTaskException;
import java.time.Duration;
import java.util.Map;

/** A program that answers at the end of its input: a process for each transaction. */
public final class WordCounts {
  private WordCounts() {}

  /** Starts it; close it to end it. */
  // @start region="start"
  public static Worker start(Map<String, String> client)
      throws KafkaTaskException, InterruptedException {
    return Worker.of(Command.shell("sort | uniq -c"))
        .from("words")
        .to("counts")
        .perTransaction()
        .emitKey("2") // the word is the second column of what uniq -c writes
        .transaction(10_000, Duration.ofSeconds(1))
        .client(client)
        .start();
  }
  // @end
}
