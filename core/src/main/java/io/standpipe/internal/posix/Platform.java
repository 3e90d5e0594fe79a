package io.standpipe.internal.posix;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The system that this process runs on, and the way to its calls. Whether Standpipe supports it is
 * checked once, before anything else is loaded.
 */
public final class Platform {
  /** The youngest function that Standpipe needs: in glibc since 2.34, not in musl. */
  private static final String YOUNGEST = "posix_spawn_file_actions_addclosefrom_np";

  /** A function that every C library has. */
  private static final String OLDEST = "read";

  /** The library of the JDK through which it looks up the functions of the C library. */
  private static final String LOOKUP = "libsyslookup.so";

  private static final @Nullable String WHY_NOT =
      whyNot(System.getProperty("os.name"), System.getProperty("os.arch"));

  /** Asked before Standpipe opens anything, which could get the number of a closed one. */
  private static final boolean[] STANDARD_OPEN = WHY_NOT == null ? standardOpen() : new boolean[0];

  private Platform() {}

  private static boolean[] standardOpen() {
    boolean[] open = new boolean[3];
    for (int fd = 0; fd < open.length; fd++) {
      open[fd] = NativePosix.INSTANCE.fcntl(fd, Constants.F_GETFD, 0) >= 0;
    }
    return open;
  }

  /** Whether 0, 1 or 2 was open when this library was first used; true for any other number. */
  public static boolean wasOpen(int fd) {
    return fd >= STANDARD_OPEN.length || STANDARD_OPEN[fd];
  }

  /**
   * The calls into the C library of this machine.
   *
   * @throws UnsupportedOperationException if Standpipe does not run on this system
   */
  public static Posix posix() {
    if (WHY_NOT != null) {
      throw new UnsupportedOperationException(WHY_NOT);
    }
    return NativePosix.INSTANCE;
  }

  static @Nullable String whyNot(String system, String architecture) {
    if (!system.equals("Linux") || Abi.of(architecture).isEmpty()) {
      return "Standpipe runs on Linux, x86-64 or aarch64; this is " + system + ", " + architecture;
    }
    if (!isNativeAccessAllowed()) {
      return deniedTo(Platform.class.getModule());
    }
    return whyNot(CLibrary::find, Path.of(System.getProperty("java.home"), "lib", LOOKUP));
  }

  /**
   * Whether this JVM lets the library call the C library. A call that does nothing is tried: the
   * module itself says no also where the JVM would only warn, which is the default.
   */
  private static boolean isNativeAccessAllowed() {
    try {
      var _ = MemorySegment.NULL.reinterpret(0);
      return true;
    } catch (IllegalCallerException e) {
      return false;
    }
  }

  static String deniedTo(Module module) {
    String advice =
        module.isNamed()
            ? "start java with --enable-native-access=" + module.getName()
            : "start java with --enable-native-access=ALL-UNNAMED, or put the line"
                + " \"Enable-Native-Access: ALL-UNNAMED\" into the manifest of the program's jar";
    return "call the C library: this JVM denies native access (--illegal-native-access=deny); "
        + advice;
  }

  /**
   * @param find looks a function up in the C library; finds nothing at all if the JDK could not
   *     load the library that it looks through
   * @param lookup the file of that library
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
