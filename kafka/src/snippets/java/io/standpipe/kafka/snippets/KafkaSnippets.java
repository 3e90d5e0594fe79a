package io.standpipe.kafka.snippets;

import io.standpipe.kafka.FifoBridge;
import io.standpipe.kafka.FifoToTopic;
import io.standpipe.kafka.RequestTopic;
import io.standpipe.kafka.TopicClient;
import io.standpipe.kafka.TopicServer;
import io.standpipe.kafka.TopicServerOptions;
import io.standpipe.kafka.TopicToFifo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The code that the documentation of bridges and of requests over topics shows. */
final class KafkaSnippets {
  private KafkaSnippets() {}

  static void fifoToTopic(Map<String, String> client) throws IOException, InterruptedException {
    // @start region="fifoToTopic"
    try (FifoBridge bridge = FifoToTopic.of(Path.of("/run/in"), "bytes").client(client).start()) {
      bridge.await(); // meanwhile: cat file > /run/in
    }
    // @end
  }

  static void topicToFifo(Map<String, String> client) throws IOException, InterruptedException {
    // @start region="topicToFifo"
    try (FifoBridge bridge = TopicToFifo.of("bytes", Path.of("/run/out")).client(client).start()) {
      bridge.await(); // meanwhile: cat /run/out > copy
    }
    // @end
  }

  static String requestTopic(Map<String, String> client) throws IOException, InterruptedException {
    // @start region="requestTopic"
    RequestTopic names = RequestTopic.of("names").client(client);
    try (TopicServer _ = names.serve(TopicServerOptions.standard(), name -> "hello " + name);
        TopicClient asking = names.connect()) {
      return asking.ask("world", Duration.ofSeconds(5)); // hello world
    }
    // @end
  }
}
