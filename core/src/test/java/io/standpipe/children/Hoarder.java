package io.standpipe.children;

import io.standpipe.Command;
import java.io.IOException;

/** Captures more than fits into its memory; prints what it got instead, or how much. */
public final class Hoarder {
  private Hoarder() {}

  /** Its memory is small because it starts itself again, with the words that it is given. */
  public static void main(String... words) throws Exception {
    if (words.length == 0) {
      System.out.println(Command.of(java(), "-Xmx24m", "-cp", classPath(), name(), "again").read());
      return;
    }
    // A program whose reader has gone, and that ends well all the same.
    Command writer = Scripts.sh("trap '' PIPE; head -c 100000000 /dev/zero 2>/dev/null; exit 0");
    try {
      System.out.println("kept " + writer.readBytes().length);
    } catch (IOException | OutOfMemoryError e) {
      System.out.println(e);
    }
  }

  private static String java() {
    return System.getProperty("java.home") + "/bin/java";
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private static String name() {
    return Hoarder.class.getName();
  }
}
