package io.standpipe.internal.posix;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A child to be started, in plain values: the arguments of {@code posix_spawn}.
 *
 * <p>The child holds exactly the descriptors in {@code descriptors}: element {@code n} becomes its
 * descriptor {@code n}, −1 leaves {@code n} closed, and every number from {@code
 * descriptors.size()} upwards is closed, whatever this process has open and however it was opened.
 * {@link #TERMINAL} stands for the child's terminal.
 *
 * @param program the file to execute, with a slash in it: it is not looked up any more
 * @param arguments the words of the child's {@code argv}, beginning with its own name
 * @param environment {@code NAME=value} words, or null to pass on this process's own unchanged
 * @param directory the directory in which the child starts, or null for this process's own
 * @param descriptors descriptors of this process, by their number in the child
 * @param flags {@code POSIX_SPAWN_SETPGROUP} or {@code POSIX_SPAWN_SETSID}, or 0
 * @param terminal the file of a terminal that the child opens, or null; it becomes the child's
 *     controlling terminal if the child leads a session
 * @param gate a file with a lease on it that this process holds, or null; the child opens it before
 *     it executes the program, which waits for the lease, and then opens it once more
 * @param keptSignals the signals that the child ignores if this process does, signal n as bit n−1;
 *     all others are at their default
 */
public record SpawnPlan(
    String program,
    List<String> arguments,
    @Nullable List<String> environment,
    @Nullable String directory,
    List<Integer> descriptors,
    int flags,
    @Nullable String terminal,
    @Nullable String gate,
    long keptSignals) {
  /** As an element of {@code descriptors}: the terminal, which the child opens. */
  public static final int TERMINAL = -2;

  /** A child without a terminal of its own, and with all signals at their default. */
  public SpawnPlan(
      String program,
      List<String> arguments,
      @Nullable List<String> environment,
      @Nullable String directory,
      List<Integer> descriptors,
      int flags) {
    this(program, arguments, environment, directory, descriptors, flags, null, null, 0);
  }

  /** With a gate. */
  public SpawnPlan withGate(String file) {
    return new SpawnPlan(
        program,
        arguments,
        environment,
        directory,
        descriptors,
        flags,
        terminal,
        file,
        keptSignals);
  }
}
