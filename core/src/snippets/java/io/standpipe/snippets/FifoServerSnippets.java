package io.standpipe.snippets;

import io.standpipe.fifo.FifoClient;
import io.standpipe.fifo.FifoServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** The code that the documentation of FifoServer and FifoClient shows. */
final class FifoServerSnippets {
  private FifoServerSnippets() {}

  static FifoServer serve(Path path) throws IOException, InterruptedException {
    // @start region="serve"
    FifoServer server = FifoServer.start(path, request -> request.toUpperCase(Locale.ROOT));
    // serves until server.close()
    // @end
    return server;
  }

  static String ask(Path path) throws IOException, InterruptedException {
    // @start region="ask"
    try (FifoClient client = FifoClient.to(path)) {
      return client.ask("spam", Duration.ofSeconds(5)); // SPAM
    }
    // @end
  }
}
