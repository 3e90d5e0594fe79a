package io.standpipe.doctor;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A program waits for input while what it has written still lies in its own buffer, and not in the
 * pipe. Programs hold back what they print when their output is not a terminal.
 *
 * <p>Its severity is that of the deadlock that it causes; otherwise {@link Severity#INFORMATION}.
 */
public non-sealed interface Unflushed extends Finding {
  /** The process that holds the bytes back. */
  ProcessState process();

  /** The descriptor that the bytes would go to. */
  int fd();

  /**
   * The number of bytes, if it was seen in the buffer of the C library; empty if the finding was
   * inferred from what the program has read and written.
   */
  OptionalInt bytes();

  /** The first few hundred bytes as text; empty if they were not seen, or are not to be shown. */
  Optional<String> text();
}
