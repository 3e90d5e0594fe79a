package io.standpipe.examples;

import io.standpipe.PipeWriter;
import java.io.IOException;

/**
 * The sleeping writer: sleeps <i>z</i> seconds, writes {@code Spam 003} for z = 3, and takes the
 * next z, from 0 to 4 and round again. For ever, unless the rounds are counted.
 */
final class Spam {
  private static final int LONGEST_SLEEP = 4;

  private final Options options;
  private final String end;
  private long left;
  private int z;

  /** With {@code end} after each message. */
  Spam(Options options, String end) {
    this.options = options;
    this.end = end;
    this.left = options.rounds(Long.MAX_VALUE);
  }

  boolean isDone() {
    return left == 0;
  }

  /**
   * Writes until it is done. Where the reader goes, another may be given the message that broke.
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
