package io.standpipe.children;

import io.standpipe.fifo.FifoClient;
import java.nio.file.Path;
import java.time.Duration;

/** A client of the server at the first word; it asks the second word, again and again. */
public final class FifoAsking {
  private FifoAsking() {}

  /** Prints each answer; to be killed at some time. */
  public static void main(String... words) throws Exception {
    try (FifoClient client = FifoClient.to(Path.of(words[0]))) {
      while (true) {
        System.out.println(client.ask(words[1], Duration.ofSeconds(20)));
      }
    }
  }
}
