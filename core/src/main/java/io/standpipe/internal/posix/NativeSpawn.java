package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.CLibrary.callForError;
import static io.standpipe.internal.posix.CLibrary.callInt;
import static io.standpipe.internal.posix.CLibrary.symbol;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * {@code posix_spawn}: how a {@link SpawnPlan} becomes a process.
 *
 * <ol>
 *   <li>The child gets its descriptors by {@code dup2} to their places, then closes all others,
 *       because most of a JVM's own descriptors are not close-on-exec.
 *   <li>A source whose number is the place of another descriptor is first duplicated out of the way
 *       in this process, close-on-exec, and that duplicate is closed after the spawn.
 *   <li>The child itself opens a terminal of its own, because a terminal becomes the controlling
 *       one of the session leader that opens it. All its numbers share that one description.
 *   <li>A gate is passed when all descriptors are in place and all others closed.
 *   <li>{@link SpawnAttributes} set its signals.
 *   <li>An error of exec comes back as the result: there is no child then, and nothing to reap.
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
  private static final MemorySegment CLOSE = symbol("close");
  private static final MemorySegment ENVIRON = symbol("environ").reinterpret(8);

  /** Room for the opaque structure; glibc's takes 80 bytes. */
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
    callForError(s, ACTIONS_INIT, actions, 0, 0);
    try {
      int error = describe(s, memory, plan, sources, actions);
      return error != 0 ? -error : start(s, memory, plan, actions);
    } finally {
      callForError(s, ACTIONS_DESTROY, actions, 0, 0);
    }
  }

  private static int start(Scratch s, CallMemory memory, SpawnPlan plan, long actions) {
    long attributes = SpawnAttributes.of(s, plan);
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

  /** Adds the file actions. Returns an error number, or 0. */
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
      error = callForError(s, ADD_CLOSEFROM, actions, sources.length, 0);
    }
    if (error == 0 && plan.gate() != null) {
      error = passGate(s, memory, plan, plan.gate(), actions);
    }
    if (error == 0 && plan.directory() != null) {
      long directory = NativeStrings.word(memory, plan.directory()).address();
      error = callForError(s, ADD_CHDIR, actions, directory, 0);
    }
    return error;
  }

  /**
   * A descriptor that keeps its number needs no action unless it is close-on-exec, which a {@code
   * dup2} onto itself clears.
   */
  private static int place(Scratch s, long actions, int source, int n) {
    if (source < 0) {
      return callForError(s, ADD_CLOSE, actions, n, 0);
    }
    boolean stays = source == n && callInt(FCNTL, n, Constants.F_GETFD, 0) == 0;
    return stays ? 0 : callForError(s, ADD_DUP2, actions, source, n);
  }

  /**
   * Comes after all other descriptors: whatever had the number at which the terminal is opened has
   * been copied by then. That number is the first beyond the child's descriptors, so it is closed
   * again with the rest, even if the terminal is to be none of the child's descriptors but only its
   * controlling one.
   */
  private static int openTerminal(
      Scratch s, CallMemory memory, SpawnPlan plan, String terminal, long actions) {
    long path = NativeStrings.word(memory, terminal).address();
    int number = plan.descriptors().size();
    int error = (int) CLibrary.call(s, ADD_OPEN, actions, number, path, Constants.O_RDWR, 0, 0);
    for (int n = 0; n < number && error == 0; n++) {
      if (plan.descriptors().get(n) == SpawnPlan.TERMINAL) {
        error = callForError(s, ADD_DUP2, actions, number, n);
      }
    }
    return error;
  }

  /**
   * Comes after everything else has been closed. If the child had a copy of the descriptor that
   * holds the lease, the lease would outlive this process.
   */
  private static int passGate(
      Scratch s, CallMemory memory, SpawnPlan plan, String gate, long actions) {
    long path = NativeStrings.word(memory, gate).address();
    int number = plan.descriptors().size();
    int error = 0;
    for (int i = 0; i < 2 && error == 0; i++) {
      error = (int) CLibrary.call(s, ADD_OPEN, actions, number, path, Constants.O_RDONLY, 0, 0);
    }
    return error != 0 ? error : callForError(s, ADD_CLOSE, actions, number, 0);
  }

  private static int moveAside(int[] sources) {
    for (int n = 0; n < sources.length; n++) {
      if (sources[n] >= 0 && sources[n] != n && sources[n] < sources.length) {
        int copy = callInt(FCNTL, sources[n], Constants.F_DUPFD_CLOEXEC, sources.length);
        if (copy < 0) {
          // EINVAL means that the limit leaves no number beyond the child's places.
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
        callInt(CLOSE, sources[n], 0, 0);
      }
    }
  }
}
