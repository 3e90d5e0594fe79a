package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.CLibrary.callForError;
import static io.standpipe.internal.posix.CLibrary.symbol;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The attributes of {@code posix_spawn}. They depend on the kind of child, and there are only a few
 * kinds, so each is built once; after that any thread may read it.
 *
 * <p>The signal mask is emptied and SIGPIPE is reset to its default, because JVM threads block
 * signals that a child needs, and because a parent that ignores SIGPIPE must not make its children
 * ignore it.
 */
final class SpawnAttributes {
  private static final MemorySegment INIT = symbol("posix_spawnattr_init");
  private static final MemorySegment SETFLAGS = symbol("posix_spawnattr_setflags");
  private static final MemorySegment SETSIGDEFAULT = symbol("posix_spawnattr_setsigdefault");

  /** Room for the opaque structure; glibc's takes 336 bytes. */
  private static final long OPAQUE = 1024;

  private static final long SIGSET_BYTES = 128;
  private static final long SIGPIPE = bits(Constants.SIGPIPE);

  /**
   * A background job, or a program started by nohup, ignores Ctrl-C and hang-ups because of a
   * terminal that is not its own. Its child on a terminal of the child's own must react to them, as
   * under sshd.
   */
  private static final long ON_TERMINAL =
      bits(
          Constants.SIGPIPE,
          Constants.SIGHUP,
          Constants.SIGINT,
          Constants.SIGQUIT,
          Constants.SIGTSTP,
          Constants.SIGTTIN,
          Constants.SIGTTOU);

  /** A kind of child: the flags, and the signals that are reset to their default. */
  private record Kind(int flags, long defaults) {}

  private static final ConcurrentHashMap<Kind, Long> BUILT = new ConcurrentHashMap<>();

  private SpawnAttributes() {}

  private static long bits(int... signals) {
    long bits = 0;
    for (int signal : signals) {
      bits |= 1L << (signal - 1);
    }
    return bits;
  }

  /** The address of the attributes for a child. */
  static long of(Scratch s, SpawnPlan plan) {
    var kind = new Kind(plan.flags(), plan.terminal() != null ? ON_TERMINAL : SIGPIPE);
    Long built = BUILT.get(kind);
    return built != null ? built : BUILT.computeIfAbsent(kind, k -> build(s, k));
  }

  /** None of these calls can fail: they only fill in memory. */
  private static long build(Scratch s, Kind kind) {
    long attributes = Arena.global().allocate(OPAQUE, 16).address();
    int flags = kind.flags | Constants.POSIX_SPAWN_SETSIGDEF | Constants.POSIX_SPAWN_SETSIGMASK;
    s.small.asSlice(0, SIGSET_BYTES).fill((byte) 0);
    s.small.set(JAVA_LONG, 0, kind.defaults);
    callForError(s, INIT, attributes, 0, 0);
    callForError(s, SETSIGDEFAULT, attributes, s.small.address(), 0);
    callForError(s, SETFLAGS, attributes, flags, 0);
    return attributes;
  }
}
