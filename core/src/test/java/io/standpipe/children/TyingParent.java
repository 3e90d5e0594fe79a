package io.standpipe.children;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.internal.proc.ProcessInfo;
import io.standpipe.testing.Eventually;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A JVM with a child or two, to be killed. The first word says how it ends, the second what the
 * child is to it, the third is the child's script, which prints pids that are to end with it.
 */
public final class TyingParent {
  private TyingParent() {}

  /** Prints {@code watchdog PID}, {@code child PID}, then {@code ready}; see above. */
  public static void main(String... words) throws Exception {
    List<Child> children = new ArrayList<>();
    children.add(start(words[1], words[2]));
    if (words[0].equals("lose watchdog")) {
      long watchdog = watchdog();
      Processes.kill(watchdog);
      Processes.awaitGone(watchdog);
      children.add(start(words[1], words[2]));
    }
    if (words[0].equals("replace watchdog")) {
      long watchdog = watchdog();
      Processes.kill(watchdog);
      Eventually.holds("another is there", () -> watchdogs().anyMatch(p -> p.pid() != watchdog));
    }
    if (words[0].equals("untie")) {
      System.out.println("tied " + children.getFirst().pid());
      children.getFirst().await();
      comeAndGo();
    }
    watchdogs().forEach(watchdog -> System.out.println("watchdog " + watchdog.pid()));
    children.forEach(child -> System.out.println("child " + child.pid()));
    System.out.println("ready");
    switch (words[0]) {
      case "return" -> {}
      case "exit" -> System.exit(3);
      case "throw" -> throw new IllegalStateException("as asked");
      default -> System.in.read();
    }
  }

  /** The watchdog is told of an end by another thread; that has time while others come and go. */
  private static void comeAndGo() throws Exception {
    for (int i = 0; i < 30; i++) {
      try (Child other = Command.of("true").tied().start()) {
        other.await();
      }
    }
  }

  private static long watchdog() {
    return watchdogs().findFirst().orElseThrow().pid();
  }

  private static Stream<ProcessInfo> watchdogs() {
    return Processes.own().stream()
        .filter(own -> own.command().endsWith("standpipe-watchdog") && !own.zombie());
  }

  private static Child start(String how, String script) throws IOException {
    Command command = Scripts.sh(script);
    return switch (how) {
      case "tied" -> command.tied().start();
      case "tied and contained" -> command.tied().contained().start();
      case "neither" -> command.start();
      default -> throw new IllegalArgumentException(how);
    };
  }
}
