package io.standpipe.children;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Link;
import io.standpipe.Pipeline;
import io.standpipe.Redirect;
import io.standpipe.Stdio;
import io.standpipe.error.ErrnoException;
import io.standpipe.testing.Eventually;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts something with no descriptor left, with one left, with two …, until it works; says for
 * each what came of it, {@code started} or the errno, when nothing of it is left behind.
 */
public final class AtLimit {
  private static final int MOST = 40;

  private AtLimit() {}

  private interface Start {
    AutoCloseable now() throws IOException;
  }

  /** What to start; to be run under a low {@code ulimit -n}. */
  public static void main(String... what) throws Exception {
    Start start = start(what[0]);
    PrintStream report = System.err;
    awaitExit();
    int before = open();
    start.now().close();
    for (int free = 0; free <= MOST; free++) {
      String outcome = withFree(free, start);
      Eventually.holds(
          "after " + outcome + " with " + free + " free all is as before",
          () -> open() == before && Processes.own().isEmpty(),
          () -> "before: " + before + ", now " + open() + "; children: " + Processes.own());
      report.println(free + " " + outcome);
      if (outcome.equals("started")) {
        return;
      }
    }
  }

  /** Waits for an exit that has not come yet: what is kept for such waits exists from then on. */
  private static void awaitExit() throws Exception {
    try (Child cat = Command.of("cat").stdin(Redirect.pipe()).start()) {
      Thread waiting =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  cat.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      Eventually.parked(waiting);
      cat.stdin().close();
      Eventually.ended(waiting);
    }
  }

  private static Start start(String what) {
    Command cat = Command.of("cat").piped();
    Pipeline.Stage copy = (in, out) -> in.transferTo(out);
    return switch (what) {
      case "child" ->
          () -> cat.stderr(Redirect.pipe()).fd(5, Redirect.pipeFromChild()).input("x").start();
      case "pipeline" ->
          () -> Pipeline.from(copy).pipeTo(cat).pipeTo(copy).pipeTo(cat).pipeTo(copy).start();
      case "link" -> () -> Link.between(cat, cat).tap(bytes -> {}, bytes -> {}).start();
      case "stdio" -> AtLimit::crossAndBack;
      case "terminal" -> () -> cat.terminal().start();
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static AutoCloseable crossAndBack() throws IOException {
    Stdio stdio = Stdio.spawn("cat");
    Child child = stdio.child();
    stdio.close();
    return child;
  }

  private static String withFree(int free, Start start) throws Exception {
    List<FileInputStream> fillers = new ArrayList<>();
    try {
      fill(fillers);
      for (int i = 0; i < free; i++) {
        fillers.removeLast().close();
      }
      start.now().close();
      return "started";
    } catch (ErrnoException e) {
      return e.errnoName();
    } finally {
      for (FileInputStream filler : fillers) {
        filler.close();
      }
    }
  }

  private static void fill(List<FileInputStream> fillers) {
    try {
      while (true) {
        fillers.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      // There are no more.
    }
  }

  private static int open() {
    int open = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path entry : entries) {
        open += entry.getNameCount() > 0 ? 1 : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return open;
  }
}
