package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.CLibrary.symbol;
import static io.standpipe.internal.posix.NativeSpawn.invoke;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The attributes of {@code posix_spawn}. They say nothing of one child, only of its kind, of which
 * there are a few: so each kind is built once, and only read after that, by any thread.
 *
 * <p>The signal mask is emptied and SIGPIPE set to its default: JVM threads block signals that a
 * child needs, and a parent that ignored SIGPIPE must not make its children ignore it.
 */
final class SpawnAttributes {
  private static final MemorySegment INIT = symbol("posix_spawnattr_init");
  private static final MemorySegment SETFLAGS = symbol("posix_spawnattr_setflags");
  private static final MemorySegment SETSIGDEFAULT = symbol("posix_spawnattr_setsigdefault");

  /** More than glibc's own 336 bytes, which are opaque. */
  private static final long OPAQUE = 1024;

  private static final long SIGSET_BYTES = 128;
  private static final long SIGPIPE = bits(Constants.SIGPIPE);

  /**
   * A background job, or what nohup starts, has Ctrl-C and hang-ups ignored, for the sake of a
   * terminal that is not its own. On a terminal of its own it is to feel them, as under sshd.
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

  /** Which attributes: the flags, and the signals that get their default. */
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

  /**
   * The address of those for a child.
   *
   * @param flags {@code POSIX_SPAWN_SETPGROUP} or {@code POSIX_SPAWN_SETSID}, or 0
   * @param terminal whether it has a terminal of its own
   */
  static long of(Scratch s, int flags, boolean terminal) {
    var kind = new Kind(flags, terminal ? ON_TERMINAL : SIGPIPE);
    Long built = BUILT.get(kind);
    return built != null ? built : BUILT.computeIfAbsent(kind, k -> build(s, k));
  }

  /** Plain memory is filled in, so none of this fails. */
  private static long build(Scratch s, Kind kind) {
    long attributes = Arena.global().allocate(OPAQUE, 16).address();
    int flags = kind.flags | Constants.POSIX_SPAWN_SETSIGDEF | Constants.POSIX_SPAWN_SETSIGMASK;
    s.small.asSlice(0, SIGSET_BYTES).fill((byte) 0);
    s.small.set(JAVA_LONG, 0, kind.defaults);
    invoke(s, INIT, attributes, 0, 0);
    invoke(s, SETSIGDEFAULT, attributes, s.small.address(), 0);
    invoke(s, SETFLAGS, attributes, flags, 0);
    return attributes;
  }
}
