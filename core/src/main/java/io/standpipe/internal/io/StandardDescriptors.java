package io.standpipe.internal.io;

import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.proc.ProcFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands at this process's own descriptors 0, 1 and 2. */
public final class StandardDescriptors {
  private static final Path JVM = Path.of(System.getProperty("java.home"));

  private static final Set<Path> CLASS_PATH =
      Stream.of("java.class.path", "jdk.module.path")
          .flatMap(name -> Stream.of(System.getProperty(name, "").split(File.pathSeparator, -1)))
          .map(entry -> real(Path.of(entry)))
          .collect(Collectors.toSet());

  /** Recorded at the first start of a child: the JVM opens its own files early. */
  private static final boolean[] OF_JVM = {looksLikeJvm(0), looksLikeJvm(1), looksLikeJvm(2)};

  private StandardDescriptors() {}

  /** The path as /proc shows it. */
  private static Path real(Path entry) {
    try {
      return entry.toRealPath();
    } catch (IOException e) {
      return entry.toAbsolutePath().normalize();
    }
  }

  /**
   * Whether this process was started with the descriptor open. If it was not, the number may have
   * gone to a file of the JVM or to an end of ours, which a child must not get.
   */
  public static boolean isGiven(int fd) {
    return Platform.wasOpen(fd) && !(fd < OF_JVM.length && OF_JVM[fd]);
  }

  /** Whether the descriptor is a file of the Java installation or of the class path now. */
  public static boolean looksLikeJvm(int fd) {
    Path file = file(fd);
    return file.startsWith(JVM) || CLASS_PATH.contains(file);
  }

  /** Whether it is /dev/null now. */
  public static boolean isNothing(int fd) {
    return file(fd).equals(Path.of("/dev/null"));
  }

  /** The file that the descriptor is now, as /proc shows it; where it shows none, the number. */
  public static Path file(int fd) {
    return Path.of(ProcFiles.ownFile(fd).orElse(ProcFiles.ownDescriptor(fd)));
  }

  /** The usual name of a descriptor of this process. */
  public static String nameOf(int fd) {
    return switch (fd) {
      case 0 -> "standard input";
      case 1 -> "standard output";
      case 2 -> "standard error";
      default -> "descriptor " + fd;
    };
  }
}
