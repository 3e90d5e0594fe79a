package io.standpipe.children;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.Stdio;
import io.standpipe.error.ErrnoException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * Crosses its standard streams with a child, in one of several ways, and tells on standard error.
 */
public final class Crossed {
  private static final Command ANSWERS =
      Scripts.sh("while read line; do echo \"you said [$line]\"; done");

  private Crossed() {}

  /** See {@code StdioTest}. */
  public static void main(String... words) throws Exception {
    switch (words[0]) {
      case "dialogue" -> System.err.println(ask("hello"));
      case "grandchild" -> grandchild();
      case "restore" -> {
        ask("hello");
        ownStreams();
      }
      case "close-late" -> closeLate();
      case "half-close" -> halfClose();
      case "fail" -> fail();
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private static String ask(String text) throws IOException {
    try (Stdio _ = Stdio.spawn(ANSWERS)) {
      System.out.println(text);
      System.out.flush();
      return "heard [" + line() + "]";
    }
  }

  private static void grandchild() throws Exception {
    try (Stdio _ = Stdio.spawn(ANSWERS)) {
      Command.of("echo", "from a grandchild").stdout(Redirect.inherit()).run();
      System.err.println("heard [" + line() + "]");
    }
  }

  private static void closeLate() throws IOException {
    Stdio crossed = Stdio.spawn(ANSWERS);
    crossed.close();
    crossed.closeOutput();
    ownStreams();
  }

  private static void halfClose() throws Exception {
    try (Stdio crossed = Stdio.spawn("sh", "-c", "n=$(wc -l); echo $n lines")) {
      System.out.print("a\nb\nc\n");
      crossed.closeOutput();
      System.err.print("heard [" + line() + "]");
      System.err.println(", then the end: " + (System.in.read() < 0));
    }
  }

  private static void fail() throws IOException {
    try (Stdio crossed = Stdio.spawn("no-such-program")) {
      System.err.println("started " + crossed);
    } catch (ErrnoException e) {
      System.err.println(e.getMessage());
    }
    ownStreams();
  }

  private static void ownStreams() throws IOException {
    System.out.println("own output, " + line());
  }

  private static String line() throws IOException {
    return new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
  }
}
