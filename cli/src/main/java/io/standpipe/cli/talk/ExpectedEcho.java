package io.standpipe.cli.talk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.concurrent.TimeUnit;

/**
 * What a terminal will echo of something typed. If it has not come after a while, it never will:
 * the program had just changed its terminal.
 */
final class ExpectedEcho {
  /** What {@link #lengthAt} returns if it is not there. */
  static final int DIFFERENT = -1;

  /** What {@link #lengthAt} returns if all that has come is its beginning. */
  static final int BEGUN = 0;

  private static final long LATEST_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final byte[] INTERRUPT = "^C".getBytes(US_ASCII);

  private final byte[] text;
  private final boolean isLine;
  private final long typedAt = System.nanoTime();

  private ExpectedEcho(byte[] text, boolean isLine) {
    this.text = text;
    this.isLine = isLine;
  }

  /**
   * @param line without the newline that is typed after it
   */
  static ExpectedEcho ofLine(byte[] line) {
    return new ExpectedEcho(line.clone(), true);
  }

  static ExpectedEcho ofInterrupt() {
    return new ExpectedEcho(INTERRUPT, false);
  }

  boolean isOverdue() {
    return System.nanoTime() - typedAt > LATEST_NANOS;
  }

  /** How long it is in {@code bytes}, where it begins at {@code start}. */
  int lengthAt(byte[] bytes, int start) {
    int i = start;
    for (byte b : text) {
      if (i == bytes.length) {
        return BEGUN;
      } else if (bytes[i++] != b) {
        return DIFFERENT;
      }
    }
    return isLine ? withEnd(bytes, start, i) : i - start;
  }

  /** A program may have asked its terminal for a return before each newline. */
  private static int withEnd(byte[] bytes, int start, int end) {
    int i = end < bytes.length && bytes[end] == '\r' ? end + 1 : end;
    if (i == bytes.length) {
      return BEGUN;
    }
    return bytes[i] == '\n' ? i + 1 - start : DIFFERENT;
  }
}
