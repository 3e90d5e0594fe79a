package io.standpipe.examples.kafka.recipes;

import io.standpipe.Command;
import io.standpipe.framing.Framing;
import io.standpipe.kafka.Worker;
import io.standpipe.kafka.error.KafkaTaskException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A program that turns one binary value into another, such as ffmpeg or gzip. */
public final class BinaryValues {
  private BinaryValues() {}

  /**
   * Starts it; close it to end it.
   *
   * @param each the script that runs the program once for each value
   */
  // @start region="start"
  public static Worker start(Path each, Map<String, String> client)
      throws KafkaTaskException, InterruptedException {
    return Worker.of(Command.of("python3", each.toString(), "gzip", "-n"))
        .from("raw")
        .to("packed")
        .dead("raw.dead")
        .framing(Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN))
        .limit(Duration.ofMinutes(1))
        .client(client)
        .start();
  }
  // @end
}
