package io.standpipe.internal.posix;

import org.jspecify.annotations.Nullable;

/**
 * Whether this system is one that Standpipe runs on: asked once, before anything else is loaded.
 */
final class Platform {
  /** The youngest function that we need: glibc has it since 2.34, musl has not. */
  private static final String YOUNGEST = "posix_spawn_file_actions_addclosefrom_np";

  private static final @Nullable String WHY_NOT =
      whyNot(System.getProperty("os.name"), System.getProperty("os.arch"));

  /** Before anything of ours is opened, which could get the number of one that was closed. */
  private static final boolean[] STANDARD_OPEN = WHY_NOT == null ? standardOpen() : new boolean[0];

  private Platform() {}

  private static boolean[] standardOpen() {
    boolean[] open = new boolean[3];
    for (int fd = 0; fd < open.length; fd++) {
      open[fd] = NativePosix.INSTANCE.fcntl(fd, Constants.F_GETFD, 0) >= 0;
    }
    return open;
  }

  static boolean wasOpen(int fd) {
    return fd >= STANDARD_OPEN.length || STANDARD_OPEN[fd];
  }

  static void require() {
    if (WHY_NOT != null) {
      throw new UnsupportedOperationException(WHY_NOT);
    }
  }

  static @Nullable String whyNot(String system, String architecture) {
    if (!system.equals("Linux") || Abi.of(architecture).isEmpty()) {
      return "Standpipe runs on Linux, x86-64 or aarch64; this is " + system + ", " + architecture;
    }
    return CLibrary.find(YOUNGEST).isPresent()
        ? null
        : "Standpipe needs glibc 2.34 or newer; the C library here has no " + YOUNGEST;
  }
}
