package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.CLibrary.symbol;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * {@code posix_spawn}: how a {@link SpawnPlan} becomes a process.
 *
 * <ol>
 *   <li>The child gets its descriptors by {@code dup2} to their places, then loses all others: a
 *       JVM's own descriptors are mostly not close-on-exec.
 *   <li>A source that stands where another descriptor is to go is moved out of the way first, in
 *       this process, close-on-exec, and closed again after.
 *   <li>A terminal of its own the child opens by itself, for it becomes the controlling one of a
 *       session leader that opens it; all its numbers share that one description.
 *   <li>Its signals are as {@link SpawnAttributes} have it.
 *   <li>What exec says comes back as the result: there is no child then, and nothing to reap.
 * </ol>
 */
final class NativeSpawn {
  private static final MemorySegment SPAWN = symbol("posix_spawn");
  private static final MemorySegment ACTIONS_INIT = symbol("posix_spawn_file_actions_init");
  private static final MemorySegment ACTIONS_DESTROY = symbol("posix_spawn_file_actions_destroy");
  private static final MemorySegment ADD_DUP2 = symbol("posix_spawn_file_actions_adddup2");
  private static final MemorySegment ADD_OPEN = symbol("posix_spawn_file_actions_addopen");
  private static final MemorySegment ADD_CLOSE = symbol("posix_spawn_file_actions_addclose");
  private static final MemorySegment ADD_CLOSEFROM =
      symbol("posix_spawn_file_actions_addclosefrom_np");
  private static final MemorySegment ADD_CHDIR = symbol("posix_spawn_file_actions_addchdir_np");
  private static final MemorySegment FCNTL = symbol("fcntl");
  private static final MemorySegment ENVIRON = symbol("environ").reinterpret(8);

  /** More than glibc's own 80 bytes, which are opaque. */
  private static final long OPAQUE = 1024;

  private NativeSpawn() {}

  static int spawn(SpawnPlan plan) {
    try (Scratch s = Scratch.borrow();
        CallMemory memory = new CallMemory(s)) {
      int[] sources = numbers(plan);
      int error = moveAside(sources);
      int result = error < 0 ? error : spawn(s, memory, plan, sources);
      closeMoved(plan, sources);
      return result;
    }
  }

  private static int[] numbers(SpawnPlan plan) {
    int[] numbers = new int[plan.descriptors().size()];
    for (int n = 0; n < numbers.length; n++) {
      numbers[n] = plan.descriptors().get(n);
    }
    return numbers;
  }

  static List<String> environ() {
    return NativeStrings.words(ENVIRON.get(JAVA_LONG, 0));
  }

  private static int spawn(Scratch s, CallMemory memory, SpawnPlan plan, int[] sources) {
    long actions = memory.allocate(OPAQUE, 16).address();
    invoke(s, ACTIONS_INIT, actions, 0, 0);
    try {
      int error = describe(s, memory, plan, sources, actions);
      return error != 0 ? -error : start(s, memory, plan, actions);
    } finally {
      invoke(s, ACTIONS_DESTROY, actions, 0, 0);
    }
  }

  private static int start(Scratch s, CallMemory memory, SpawnPlan plan, long actions) {
    long attributes = SpawnAttributes.of(s, plan.flags(), plan.terminal() != null);
    MemorySegment pid = memory.allocate(JAVA_INT);
    long program = NativeStrings.word(memory, plan.program()).address();
    long argv = NativeStrings.vector(memory, plan.arguments()).address();
    long envp =
        plan.environment() == null
            ? ENVIRON.get(JAVA_LONG, 0)
            : NativeStrings.vector(memory, plan.environment()).address();
    long error = CLibrary.call(s, SPAWN, pid.address(), program, actions, attributes, argv, envp);
    return (int) error != 0 ? -(int) error : pid.get(JAVA_INT, 0);
  }

  /** Errors of these calls are returned, not set in errno. */
  private static int describe(
      Scratch s, CallMemory memory, SpawnPlan plan, int[] sources, long actions) {
    int error = 0;
    for (int n = 0; n < sources.length && error == 0; n++) {
      error = place(s, actions, sources[n], n);
    }
    String terminal = plan.terminal();
    if (error == 0 && terminal != null) {
      error = openTerminal(s, memory, plan, terminal, actions);
    }
    if (error == 0) {
      error = invoke(s, ADD_CLOSEFROM, actions, sources.length, 0);
    }
    if (error == 0 && plan.directory() != null) {
      long directory = NativeStrings.word(memory, plan.directory()).address();
      error = invoke(s, ADD_CHDIR, actions, directory, 0);
    }
    return error;
  }

  /**
   * A descriptor that stays where it is needs no action, unless it is close-on-exec: {@code dup2}
   * onto itself clears that.
   */
  private static int place(Scratch s, long actions, int source, int n) {
    if (source < 0) {
      return invoke(s, ADD_CLOSE, actions, n, 0);
    }
    boolean stays = source == n && invoke(s, FCNTL, n, Constants.F_GETFD, 0) == 0;
    return stays ? 0 : invoke(s, ADD_DUP2, actions, source, n);
  }

  /**
   * After all others: whatever stood at the number that it is opened at has been copied by then.
   * That number is the first beyond the child's, so that it is closed again with the rest, also
   * where the terminal is to be none of the child's descriptors, only its controlling one.
   */
  private static int openTerminal(
      Scratch s, CallMemory memory, SpawnPlan plan, String terminal, long actions) {
    long path = NativeStrings.word(memory, terminal).address();
    int number = plan.descriptors().size();
    int error = (int) CLibrary.call(s, ADD_OPEN, actions, number, path, Constants.O_RDWR, 0, 0);
    for (int n = 0; n < number && error == 0; n++) {
      if (plan.descriptors().get(n) == SpawnPlan.TERMINAL) {
        error = invoke(s, ADD_DUP2, actions, number, n);
      }
    }
    return error;
  }

  private static int moveAside(int[] sources) {
    for (int n = 0; n < sources.length; n++) {
      if (sources[n] >= 0 && sources[n] != n && sources[n] < sources.length) {
        int copy =
            NativePosix.INSTANCE.fcntl(sources[n], Constants.F_DUPFD_CLOEXEC, sources.length);
        if (copy < 0) {
          // EINVAL: no number beyond the child's places is left under the limit.
          return copy == -Errno.EINVAL ? -Errno.EMFILE : copy;
        }
        sources[n] = copy;
      }
    }
    return 0;
  }

  private static void closeMoved(SpawnPlan plan, int[] sources) {
    for (int n = 0; n < sources.length; n++) {
      if (sources[n] != plan.descriptors().get(n)) {
        NativePosix.INSTANCE.close(sources[n]);
      }
    }
  }

  static int invoke(Scratch s, MemorySegment function, long a, long b, long c) {
    return (int) CLibrary.call(s, function, a, b, c, 0, 0, 0);
  }
}
