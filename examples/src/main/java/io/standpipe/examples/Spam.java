package io.standpipe.examples;

import io.standpipe.PipeWriter;
import java.io.IOException;

/**
 * The sleeping writer: sleeps <i>z</i> seconds, writes {@code Spam 003} for z = 3, and continues
 * with the next z, from 0 to 4 and over again. It goes on for ever unless the number of rounds is
 * given.
 */
final class Spam {
  private static final int LONGEST_SLEEP = 4;

  private final Options options;
  private final String end;
  private long left;
  private int z;

  /** A writer that puts {@code end} after each message. */
  Spam(Options options, String end) {
    this.options = options;
    this.end = end;
    this.left = options.rounds(Long.MAX_VALUE);
  }

  boolean isDone() {
    return left == 0;
  }

  /**
   * Writes until it is done. If the reader goes, a later call gives the broken message to another.
   */
  void writeTo(PipeWriter out) throws IOException, InterruptedException {
    while (!isDone()) {
      Thread.sleep(options.sleep(z));
      out.write(String.format("Spam %03d%s", z, end));
      z = z == LONGEST_SLEEP ? 0 : z + 1;
      left--;
    }
  }
}
