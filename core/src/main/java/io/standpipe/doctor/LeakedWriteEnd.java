package io.standpipe.doctor;

import java.util.List;

/**
 * A reader waits at an empty pipe for an end of file that does not come, because a process that is
 * unlikely to write holds a write end. End of file comes when the last write end is closed, in
 * whichever process it is.
 *
 * <p>Its severity is {@link Severity#ERROR} if it causes a proved deadlock, {@link
 * Severity#WARNING} if the holder was left behind and the reader does nothing but read, otherwise
 * {@link Severity#INFORMATION}.
 */
public non-sealed interface LeakedWriteEnd extends Finding {
  /** The process that waits. */
  ProcessState reader();

  /** The empty pipe. */
  Channel channel();

  /** Its write ends, as far as they can be seen. */
  List<Holder> writers();

  /**
   * What is odd about the processes that hold them, as a clause: {@code a process that was left
   * behind in the background holds the write end}.
   */
  String why();

  /** The processes that hold them. */
  List<ProcessState> processes();
}
