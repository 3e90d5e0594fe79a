package io.standpipe.examples;

import io.standpipe.PipeWriter;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoField;

/**
 * Prints what has arrived and when: {@code Parent 1292 got "Spam 003" at 968370014.319}.
 *
 * <p>It prints through {@link PipeWriter#stdout}, which needs no flush and fails when its reader
 * has gone. {@code System.out} would go on for ever.
 */
final class Arrivals implements AutoCloseable {
  private final PipeWriter out;

  private Arrivals(PipeWriter out) {
    this.out = out;
  }

  static Arrivals onStdout() throws IOException {
    return new Arrivals(PipeWriter.stdout());
  }

  void got(String text) throws IOException {
    Instant now = Instant.now();
    out.write(
        String.format(
            "Parent %d got \"%s\" at %d.%03d%n",
            ProcessHandle.current().pid(),
            text,
            now.getEpochSecond(),
            now.get(ChronoField.MILLI_OF_SECOND)));
  }

  @Override
  public void close() {
    out.close();
  }
}
