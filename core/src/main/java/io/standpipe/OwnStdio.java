package io.standpipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What stands at this process's own descriptors 0, 1 and 2. */
final class OwnStdio {
  private static final Path JVM = Path.of(System.getProperty("java.home"));

  /** As it was at the first start of a child: what the JVM opens for itself, it opens early. */
  private static final boolean[] OF_JVM = {looksLikeJvm(0), looksLikeJvm(1), looksLikeJvm(2)};

  private OwnStdio() {}

  /**
   * Whether the descriptor is a file of the Java installation. A JVM that is started with its
   * standard input closed gets number 0 for the first file that it opens for itself; a child must
   * not read its input from there.
   */
  static boolean isFileOfJvm(int fd) {
    return fd < OF_JVM.length && OF_JVM[fd];
  }

  private static boolean looksLikeJvm(int fd) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).startsWith(JVM);
    } catch (IOException e) {
      return false;
    }
  }
}
