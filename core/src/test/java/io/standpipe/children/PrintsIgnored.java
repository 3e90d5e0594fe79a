package io.standpipe.children;

import io.standpipe.Command;
import io.standpipe.Signal;

/** Prints which signals its children ignore: one by default, one that is to ignore SIGHUP. */
public final class PrintsIgnored {
  private PrintsIgnored() {}

  /** No arguments. */
  public static void main(String... words) throws Exception {
    Command grep = Command.of("grep", "SigIgn", "/proc/self/status");
    System.out.println(grep.read());
    System.out.println(grep.ignoring(Signal.HUP).read());
  }
}
