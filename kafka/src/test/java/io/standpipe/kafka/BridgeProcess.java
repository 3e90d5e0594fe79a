package io.standpipe.kafka;

import java.nio.file.Path;
import java.util.Map;

/**
 * A bridge or a server in a process of its own: {@code in SERVERS FIFO TOPIC}, {@code out SERVERS
 * TOPIC FIFO}, or {@code serve SERVERS TOPIC}, which says on standard output what it was asked and
 * never answers. Ends with its standard input.
 */
final class BridgeProcess {
  private BridgeProcess() {}

  public static void main(String... words) throws Exception {
    Map<String, String> client = Map.of("bootstrap.servers", words[1]);
    try (AutoCloseable _ = start(words, client)) {
      System.out.println("started");
      while (System.in.read() >= 0) {}
    }
  }

  private static AutoCloseable start(String[] words, Map<String, String> client) throws Exception {
    return switch (words[0]) {
      case "in" -> FifoToTopic.of(Path.of(words[2]), words[3]).client(client).start();
      case "out" -> TopicToFifo.of(words[2], Path.of(words[3])).client(client).start();
      case "serve" ->
          RequestTopic.of(words[2])
              .client(client)
              .serve(
                  TopicServerOptions.standard(),
                  text -> {
                    System.out.println(text);
                    Thread.sleep(Long.MAX_VALUE);
                    return text;
                  });
      default -> throw new IllegalArgumentException("in, out or serve expected: " + words[0]);
    };
  }
}
