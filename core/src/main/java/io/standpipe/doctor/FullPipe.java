package io.standpipe.doctor;

import java.util.List;

/**
 * A writer waits for room in a full pipe, and the processes that could make room do something else.
 *
 * <p>Its severity is {@link Severity#WARNING} if a reader is stopped and has to be continued.
 * Otherwise it is {@link Severity#INFORMATION}, because the reader may be slow, or waiting for
 * another process.
 */
public non-sealed interface FullPipe extends Finding {
  /** The process that waits. */
  ProcessState writer();

  /** The full pipe. */
  Channel channel();

  /** The processes that hold its read end. */
  List<ProcessState> readers();

  /** What each of the {@link #readers} does instead of reading, in words, in the same order. */
  List<String> doing();
}
