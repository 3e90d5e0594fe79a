package io.standpipe.kafka.internal.bridge;

import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import java.io.IOException;

/**
 * Makes room in a fifo for more than the usual 64 KiB, so that the two sides wait for each other
 * less often. A wish: the user's pipes may take no more memory, and then it stays as it is.
 */
final class Widening {
  private static final int CAPACITY = 1 << 20;

  private Widening() {}

  static void widen(PipeReader reader) {
    try {
      reader.resize(CAPACITY);
    } catch (IOException e) {
      // It works as it is.
    }
  }

  static void widen(PipeWriter writer) {
    try {
      writer.resize(CAPACITY);
    } catch (IOException e) {
      // It works as it is.
    }
  }
}
