package io.standpipe.error;

import io.standpipe.internal.text.Escaping;
import java.io.IOException;

/**
 * A program wrote more to its standard output than may be kept in memory, and was stopped. {@link
 * #captured} has the beginning, up to the limit.
 */
public final class CaptureLimitException extends IOException {
  private static final long serialVersionUID = 1;

  private final int maxBytes;
  private final CapturedOutput captured;

  /**
   * For a program; public so that tests can fake it.
   *
   * @param program what was run, such as {@code command ["yes"]}
   * @param maxBytes the limit
   * @param captured what was kept
   */
  public CaptureLimitException(String program, int maxBytes, CapturedOutput captured) {
    super(
        "capture the output of %s: more than %d bytes; raise captureLimit(…) or read the stream"
            .formatted(Escaping.printable(program), maxBytes));
    this.maxBytes = maxBytes;
    this.captured = captured;
  }

  /** The limit. */
  public int maxBytes() {
    return maxBytes;
  }

  /** The first {@link #maxBytes} of its standard output, and what it wrote to standard error. */
  public CapturedOutput captured() {
    return captured;
  }
}
