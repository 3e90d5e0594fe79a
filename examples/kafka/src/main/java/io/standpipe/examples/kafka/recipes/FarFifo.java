package io.standpipe.examples.kafka.recipes;

import io.standpipe.kafka.FifoBridge;
import io.standpipe.kafka.FifoToTopic;
import io.standpipe.kafka.TopicToFifo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A fifo whose writers and readers are on different machines. */
public final class FarFifo {
  private FarFifo() {}

  /** On the machine of the writers; close it to end it. */
  // @start region="ends"
  public static FifoBridge entrance(Path fifo, Map<String, String> client)
      throws IOException, InterruptedException {
    return FifoToTopic.of(fifo, "bytes").client(client).start();
  }

  /** On the machine of the readers; close it to end it. */
  public static FifoBridge exit(Path fifo, Map<String, String> client)
      throws IOException, InterruptedException {
    return TopicToFifo.of("bytes", fifo).client(client).start();
  }
  // @end
}
