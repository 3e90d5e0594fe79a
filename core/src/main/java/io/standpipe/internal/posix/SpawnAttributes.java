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
 * <p>The signal mask is emptied and every signal is reset to its default, because JVM threads block
 * signals that a child needs, and because what this process ignores must not make its children
 * ignore it: a program that was started by nohup or in the background of a script ignores SIGHUP or
 * SIGINT for a reason that is not its children's. Only the signals that the plan names are left.
 */
final class SpawnAttributes {
  private static final MemorySegment INIT = symbol("posix_spawnattr_init");
  private static final MemorySegment SETFLAGS = symbol("posix_spawnattr_setflags");
  private static final MemorySegment SETSIGDEFAULT = symbol("posix_spawnattr_setsigdefault");

  /** Room for the opaque structure; glibc's takes 336 bytes. */
  private static final long OPAQUE = 1024;

  private static final long SIGSET_BYTES = 128;

  /**
   * All signals but the two that no process can change. glibc would leave the two of its threads,
   * 32 and 33, ignored.
   */
  private static final long CHANGEABLE = ~(bit(Constants.SIGKILL) | bit(Constants.SIGSTOP));

  /**
   * A kind of child: the flags, and the signals that are reset to their default. What javac makes
   * for a record's equals and hashCode is put together at run time, which costs the first start 6
   * ms.
   */
  private record Kind(int flags, long defaults) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Kind kind && flags == kind.flags && defaults == kind.defaults;
    }

    @Override
    public int hashCode() {
      return 31 * flags + Long.hashCode(defaults);
    }
  }

  private static final ConcurrentHashMap<Kind, Long> BUILT = new ConcurrentHashMap<>();

  private SpawnAttributes() {}

  private static long bit(int signal) {
    return 1L << (signal - 1);
  }

  /** The address of the attributes for a child. */
  static long of(Scratch s, SpawnPlan plan) {
    var kind = new Kind(plan.flags(), CHANGEABLE & ~plan.keptSignals());
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
