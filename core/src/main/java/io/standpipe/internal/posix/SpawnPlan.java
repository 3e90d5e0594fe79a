package io.standpipe.internal.posix;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A child to be, in plain values: what {@code posix_spawn} gets.
 *
 * <p>The child holds exactly the descriptors of {@code descriptors}: element {@code n} becomes its
 * descriptor {@code n}, −1 leaves {@code n} closed, and everything from {@code descriptors.size()}
 * upwards is closed, whatever this process has open and however it was opened. {@link #TERMINAL}
 * stands for the child's terminal.
 *
 * @param program the file to execute, with a slash in it: no lookup happens any more
 * @param arguments the words of the child's {@code argv}, the name it goes by first
 * @param environment {@code NAME=value} words, or null to pass on this process's own unchanged
 * @param directory where the child starts, or null for this process's own directory
 * @param descriptors this process's descriptors, by the child's number
 * @param flags {@code POSIX_SPAWN_SETPGROUP} or {@code POSIX_SPAWN_SETSID}, or 0
 * @param terminal the file of a terminal that the child opens, or null; it becomes its controlling
 *     one if the child leads a session
 */
public record SpawnPlan(
    String program,
    List<String> arguments,
    @Nullable List<String> environment,
    @Nullable String directory,
    List<Integer> descriptors,
    int flags,
    @Nullable String terminal) {
  /** As an element of {@code descriptors}: the terminal, opened by the child. */
  public static final int TERMINAL = -2;

  /** Without a terminal of its own. */
  public SpawnPlan(
      String program,
      List<String> arguments,
      @Nullable List<String> environment,
      @Nullable String directory,
      List<Integer> descriptors,
      int flags) {
    this(program, arguments, environment, directory, descriptors, flags, null);
  }
}
