package io.standpipe.internal.posix;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether this system is one that Standpipe runs on: asked once, before anything else is loaded.
 */
final class Platform {
  /** The youngest function that we need: glibc has it since 2.34, musl has not. */
  private static final String YOUNGEST = "posix_spawn_file_actions_addclosefrom_np";

  /** One that every C library has. */
  private static final String OLDEST = "read";

  /** By this one the JDK finds what is in the C library. */
  private static final String LOOKUP = "libsyslookup.so";

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
    return whyNot(CLibrary::find, Path.of(System.getProperty("java.home"), "lib", LOOKUP));
  }

  /**
   * @param find what the JDK finds in the C library: nothing at all where it could not load the
   *     library of its own by which it looks
   * @param lookup that library
   */
  static @Nullable String whyNot(Function<String, Optional<?>> find, Path lookup) {
    if (find.apply(YOUNGEST).isPresent()) {
      return null;
    }
    return find.apply(OLDEST).isPresent()
        ? "Standpipe needs glibc 2.34 or newer; the C library here has no " + YOUNGEST
        : "look into the C library: the JDK could not load "
            + whatIsWrongWith(lookup)
            + "; are too many files open (ulimit -n)?";
  }

  private static String whatIsWrongWith(Path file) {
    try (var _ = new FileInputStream(file.toFile())) {
      return file.toString();
    } catch (IOException e) {
      return String.valueOf(e.getMessage()); // /path (Too many open files)
    }
  }
}
