package io.standpipe.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a terminal is there, and may be coloured. */
public final class Tty {
  private Tty() {}

  /** Colour is for terminals, and not for who set NO_COLOR (no-color.org). */
  public static boolean showsColour(int fd) {
    return isTty(fd) && variable("NO_COLOR").isEmpty() && !variable("TERM").equals("dumb");
  }

  /** By the name of its device: {@code System.console()} looks at input and output together. */
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
