package io.standpipe.examples;

import io.standpipe.Command;
import io.standpipe.examples.Exchange.DeadlockException;
import io.standpipe.examples.Exchange.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The fourth classic: without flushes the dialogue of {@link Spawn} hangs. Each side's text sits in
 * its own output buffer while it waits for the other side's text.
 *
 * <p>Shows first the hang, with the doctor's explanation; then the half-cured dialogue, in which
 * the parent flushes and the child does not; then each cure. The child is the Python one, because
 * it buffers like most programs: by the line on a terminal, by the block on a pipe. (Java's {@code
 * System.out} holds nothing back.) The child does not sleep unless {@code --scale} is given.
 */
public final class Deadlock {
  private static final String USAGE = "usage: deadlock [--deadline SECONDS] [--scale FACTOR]";
  private static final Path TERMINALS = Path.of("/dev/ptmx");
  private static final int ROUNDS = 2;

  /** The doctor can show the text in a buffer of the C library word for word. */
  private static final Command ECHO = Command.of("sed", "s/.*/Child got: [&]/");

  private interface Start {
    Exchange now() throws IOException;
  }

  private final String[] words;
  private final Duration deadline;
  private boolean asTold = true;

  private Deadlock(Options options) {
    this.words = new String[] {"spam", "--scale", options.get("--scale", "0")};
    this.deadline = options.deadline();
  }

  /** Reports on standard error, because standard output belongs to the dialogue. */
  public static void main(String[] arguments) {
    Program.run(USAGE, arguments, options -> new Deadlock(options).tell());
  }

  private boolean tell() throws IOException {
    Command flushing = PythonProgram.command("child.py", words);
    Command silent = flushing.args("--no-flush");
    Command unbuffered = PythonProgram.unbuffered("child.py", words).args("--no-flush");
    Command lineBuffered = silent.args("--line-buffered");

    hangs("neither side flushes", Writer.BUFFERED, silent);
    hangs("only the parent flushes", Writer.FLUSHED, silent);
    hangs("the same with sed, which buffers as programs in C do", Writer.FLUSHED, ECHO);
    works("cure 1, both flush by hand", Writer.FLUSHED, flushing);
    works("cure 2, an unbuffered child (python3 -u)", Writer.FLUSHED, unbuffered);
    works("cure 3, no buffer here, a line buffer there", Writer.UNBUFFERED, lineBuffered);
    worksOnTerminal("cure 4, the child as it was, on a pseudo-terminal", silent);
    return asTold;
  }

  private void worksOnTerminal(String name, Command silent) throws IOException {
    if (Files.exists(TERMINALS)) {
      works(name, () -> Exchange.startOnTerminal(silent));
    } else {
      System.err.println(name + ": SKIPPED, for this system has no " + TERMINALS);
    }
  }

  private void hangs(String name, Writer writer, Command child) throws IOException {
    System.err.println(name + ":");
    try {
      System.err.println(
          "  no deadlock; the last answer was " + converse(() -> Exchange.start(child, writer)));
      asTold = false;
    } catch (DeadlockException e) {
      tell(e);
    }
  }

  private void works(String name, Writer writer, Command child) throws IOException {
    works(name, () -> Exchange.start(child, writer));
  }

  private void works(String name, Start start) throws IOException {
    try {
      System.err.println(name + ": works; Parent got: \"" + converse(start) + "\"");
    } catch (DeadlockException e) {
      System.err.println(name + ": does not work");
      tell(e);
      asTold = false;
    }
  }

  private static void tell(DeadlockException e) {
    System.err.println("  deadlock: " + e.getMessage());
    e.verdict().lines().forEach(line -> System.err.println("  " + line));
  }

  /** Runs the whole dialogue and returns the last answer. */
  private String converse(Start start) throws IOException, DeadlockException {
    long self = ProcessHandle.current().pid();
    List<String> answers = new ArrayList<>();
    try (Exchange exchange = start.now()) {
      for (int i = 1; i <= ROUNDS; i++) {
        answers.add(exchange.ask("Hello " + i + " from parent " + self, deadline));
      }
    }
    return answers.getLast();
  }
}
