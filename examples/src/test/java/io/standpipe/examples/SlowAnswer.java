package io.standpipe.examples;

import io.standpipe.examples.Exchange.Writer;
import java.time.Duration;

/** A process whose child answers in time for the dialogue, but long after one wait's limit. */
final class SlowAnswer {
  private SlowAnswer() {}

  public static void main(String[] arguments) throws Exception {
    String[] words = {"spam", "--scale", "0.3", "--rounds", "1"};
    try (Exchange exchange =
        Exchange.start(PythonProgram.command("child.py", words), Writer.FLUSHED)) {
      System.err.println(exchange.ask("Hello", Duration.ofMillis(200)));
    }
  }
}
