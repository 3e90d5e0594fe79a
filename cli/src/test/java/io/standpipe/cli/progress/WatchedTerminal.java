package io.standpipe.cli.progress;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Terminal;
import io.standpipe.error.DeadlineExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Predicate;

/** A program at a terminal of its own, and what the terminal shows. */
public final class WatchedTerminal implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final Child child;
  private final Picture picture;
  private final StringBuilder bytes = new StringBuilder();
  private final long start = System.nanoTime();

  private WatchedTerminal(Child child, int columns) {
    this.child = child;
    this.picture = new Picture(columns);
  }

  public static WatchedTerminal start(Command command, int columns, int rows) throws IOException {
    Terminal terminal = Terminal.cooked().echo(false).size(columns, rows);
    Command atTerminal = command.terminal(terminal).env("TERM", "xterm-256color");
    return new WatchedTerminal(atTerminal.start(), columns);
  }

  public Child child() {
    return child;
  }

  public void type(String line) throws IOException {
    child.terminal().writer().write(line + "\n");
  }

  /** Blocks until the terminal shows what is expected, or its program has ended. */
  public Picture await(String what, Predicate<Picture> expected) throws IOException {
    while (!expected.test(picture)) {
      if (!more()) {
        throw new AssertionError("ended without " + what + ": " + picture.rows());
      }
    }
    return picture;
  }

  /** Blocks until the program has ended, and returns what it leaves on the screen. */
  public Picture end() throws IOException {
    while (more()) {}
    return picture;
  }

  private boolean more() throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(8192);
    try {
      if (child.terminal().reader().read(chunk, LIMIT.minusNanos(System.nanoTime() - start)) < 0) {
        return false;
      }
    } catch (DeadlineExceededException e) {
      throw new AssertionError("the terminal shows " + picture.rows(), e);
    }
    String text = UTF_8.decode(chunk.flip()).toString(); // the tests' texts are ASCII
    bytes.append(text);
    picture.show(text);
    return true;
  }

  /** All that the program has written so far. */
  public String bytes() {
    return bytes.toString();
  }

  @Override
  public void close() {
    child.close();
  }
}
