package io.standpipe.doctor;

import java.util.List;
import java.util.Optional;

/**
 * The slow stage of a running pipeline: the stages before it wait for it with a full pipe, and the
 * stages after it have nothing to do.
 *
 * <p>Its severity is always {@link Severity#INFORMATION}: a pipeline is as fast as its slowest
 * stage.
 */
public non-sealed interface Bottleneck extends Finding {
  /** The slow stage. */
  ProcessState stage();

  /** Its input, which is full. */
  Channel input();

  /** The processes that wait to write into its input. */
  List<ProcessState> waiting();

  /** Its output, if that is a pipe; it is not full. */
  Optional<Channel> output();
}
