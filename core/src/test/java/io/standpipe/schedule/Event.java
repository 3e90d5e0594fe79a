package io.standpipe.schedule;

import java.nio.IntBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What came of one operation.
 *
 * @param thread whose it was; −1 for the one that closes both ends when all is over
 * @param start before it, by {@code System.nanoTime}
 * @param end after it
 * @param result what it returned
 * @param words what was read; of a write, as many as the pipe took
 * @param thrown what it threw instead of returning
 */
record Event(
    int thread,
    Operation operation,
    long start,
    long end,
    int result,
    IntBuffer words,
    @Nullable Throwable thrown) {
  /** The end that it was about. */
  Operation.@Nullable Side side() {
    return switch (operation) {
      case Operation.Read r -> Operation.Side.READER;
      case Operation.Write w -> Operation.Side.WRITER;
      case Operation.Close(Operation.Side side) -> side;
      case Operation.Interrupt i -> null;
      case Operation.Pause p -> null;
    };
  }

  @Override
  public String toString() {
    String came = thrown == null ? "returned " + result : "threw " + thrown;
    return "%12d..%d thread %d: %s %s, %d words"
        .formatted(start, end, thread, operation, came, words.remaining());
  }
}
