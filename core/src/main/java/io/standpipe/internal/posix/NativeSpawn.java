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
 *   <li>The signal mask is emptied and SIGPIPE set to its default: JVM threads block signals that a
 *       child needs, and a parent that ignored SIGPIPE must not make its children ignore it.
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
  private static final MemorySegment ATTR_INIT = symbol("posix_spawnattr_init");
  private static final MemorySegment ATTR_DESTROY = symbol("posix_spawnattr_destroy");
  private static final MemorySegment ATTR_SETFLAGS = symbol("posix_spawnattr_setflags");
  private static final MemorySegment ATTR_SETSIGDEFAULT = symbol("posix_spawnattr_setsigdefault");
  private static final MemorySegment ENVIRON = symbol("environ").reinterpret(8);

  /** More than glibc's own 80 and 336 bytes; both are opaque. */
  private static final long OPAQUE = 1024;

  private static final long SIGSET_BYTES = 128;

  /**
   * A background job, or what nohup starts, has Ctrl-C and hang-ups ignored, for the sake of a
   * terminal that is not its own. On a terminal of its own it is to feel them, as under sshd.
   */
  private static final long TERMINAL_DEFAULTS =
      bits(
          Constants.SIGPIPE,
          Constants.SIGHUP,
          Constants.SIGINT,
          Constants.SIGQUIT,
          Constants.SIGTSTP,
          Constants.SIGTTIN,
          Constants.SIGTTOU);

  private NativeSpawn() {}

  private static long bits(int... signals) {
    long bits = 0;
    for (int signal : signals) {
      bits |= 1L << (signal - 1);
    }
    return bits;
  }

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
    long attributes = memory.allocate(OPAQUE, 16).address();
    invoke(s, ACTIONS_INIT, actions, 0, 0);
    invoke(s, ATTR_INIT, attributes, 0, 0);
    try {
      int error = describe(s, memory, plan, sources, actions, attributes);
      return error != 0 ? -error : start(s, memory, plan, actions, attributes);
    } finally {
      invoke(s, ATTR_DESTROY, attributes, 0, 0);
      invoke(s, ACTIONS_DESTROY, actions, 0, 0);
    }
  }

  private static int start(
      Scratch s, CallMemory memory, SpawnPlan plan, long actions, long attributes) {
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
      Scratch s, CallMemory memory, SpawnPlan plan, int[] sources, long actions, long attributes) {
    int error = 0;
    for (int n = 0; n < sources.length && error == 0; n++) {
      error =
          sources[n] < 0
              ? invoke(s, ADD_CLOSE, actions, n, 0)
              : invoke(s, ADD_DUP2, actions, sources[n], n);
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
    MemorySegment defaults = memory.allocate(SIGSET_BYTES, 8).fill((byte) 0);
    defaults.set(JAVA_LONG, 0, terminal == null ? bits(Constants.SIGPIPE) : TERMINAL_DEFAULTS);
    int flags = plan.flags() | Constants.POSIX_SPAWN_SETSIGDEF | Constants.POSIX_SPAWN_SETSIGMASK;
    if (error == 0) {
      error = invoke(s, ATTR_SETSIGDEFAULT, attributes, defaults.address(), 0);
    }
    return error == 0 ? invoke(s, ATTR_SETFLAGS, attributes, flags, 0) : error;
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

  /** {@code dup2} onto itself is fine: glibc then clears close-on-exec, which is what we want. */
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

  private static int invoke(Scratch s, MemorySegment function, long a, long b, long c) {
    return (int) CLibrary.call(s, function, a, b, c, 0, 0, 0);
  }
}
