package io.standpipe.doctor;

import io.standpipe.internal.text.CommandText;
import java.util.List;

/**
 * A process at the time of a {@link Snapshot}.
 *
 * @param info who it is
 * @param session its session
 * @param user the number of its user
 * @param command its command line; the kernel's short name where that is hidden
 * @param visible whether its threads and descriptors may be seen by this user; else it has none
 *     here
 * @param threads those that have not ended
 * @param caughtSignals the signals that it has handlers for: signal n is bit n−1
 * @param selfStarters what may make any of its threads go on that no other process has to do, in
 *     words: a timer, a tracer, input and output by io_uring
 */
public record ProcessState(
    ProcessInfo info,
    long session,
    long user,
    String command,
    boolean visible,
    List<ThreadState> threads,
    long caughtSignals,
    List<String> selfStarters) {

  /** Copies the lists. */
  public ProcessState {
    threads = List.copyOf(threads);
    selfStarters = List.copyOf(selfStarters);
  }

  /** Its number; negative for an {@link InProcessActor} of this process. */
  public long pid() {
    return info.pid();
  }

  /**
   * Its program without the folder, and its first words: {@code python3 child.py}. On one line and
   * not too long, whatever is in it.
   */
  public String program() {
    return CommandText.program(command);
  }

  boolean catches(int signal) {
    return (caughtSignals >>> (signal - 1) & 1) != 0;
  }

  /** {@code 797 (python3 child.py)}; {@code this process (which talks with child 797)}. */
  @Override
  public String toString() {
    return (InProcessActors.isPart(pid()) ? "this process" : pid()) + " (" + program() + ")";
  }
}
