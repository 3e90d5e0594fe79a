package io.standpipe.doctor;

import java.util.List;

/**
 * A fifo that has been opened on one side only: open(2) waits until a process opens the other side.
 *
 * <p>Its severity is {@link Severity#WARNING} for a writer without a reader. For a reader it is
 * {@link Severity#INFORMATION}, because it may be a server that waits for its first client.
 */
public non-sealed interface NobodyListens extends Finding {
  /** The fifo. */
  String path();

  /** Whether it is being opened for reading, so that a writer is missing. */
  boolean toRead();

  /** The processes that wait in open(2). */
  List<ProcessState> opening();

  /** Processes that wait, directly or not, for those. */
  List<ProcessState> behind();
}
