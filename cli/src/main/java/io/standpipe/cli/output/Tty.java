package io.standpipe.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether a descriptor is a terminal, and whether to print in colour there. */
public final class Tty {
  private Tty() {}

  /**
   * Whether {@code fd} is a terminal on which the user has not turned colour off (no-color.org).
   */
  public static boolean showsColour(int fd) {
    return isTty(fd) && variable("NO_COLOR").isEmpty() && !variable("TERM").equals("dumb");
  }

  /** Whether {@code fd} is a terminal that can move its cursor, as far as TERM tells. */
  public static boolean movesCursor(int fd) {
    String kind = variable("TERM");
    return isTty(fd) && !kind.isEmpty() && !kind.equals("dumb");
  }

  /**
   * Whether {@code fd} is a terminal, judged by the name of its device. {@code System.console()}
   * cannot tell input and output apart.
   */
  public static boolean isTty(int fd) {
    try {
      String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
      return file.startsWith("/dev/pts/")
          || file.startsWith("/dev/tty")
          || file.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }
}
