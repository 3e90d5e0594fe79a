package io.standpipe.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Redirect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A running program of this module, in a process of its own. */
final class Run implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Child child;
  private final Path stderr;
  private final BufferedReader stdout;

  private Run(Child child, Path stderr) {
    this.child = child;
    this.stderr = stderr;
    this.stdout = new BufferedReader(new InputStreamReader(child.stdout().inputStream(), UTF_8));
  }

  static Run start(Class<?> main, String... options) throws IOException {
    return start(Command.self(main, options));
  }

  static Run start(Command command) throws IOException {
    Path stderr = Files.createTempFile("standpipe-examples", ".stderr");
    return new Run(command.stdout(Redirect.pipe()).stderr(Redirect.to(stderr)).start(), stderr);
  }

  long pid() {
    return child.pid();
  }

  Child child() {
    return child;
  }

  /** The next line of its standard output. */
  String line() throws IOException {
    return stdout.readLine();
  }

  /** The rest of its standard output. */
  List<String> lines() throws IOException {
    return stdout.lines().toList();
  }

  /** Closes its standard output, like a reader that has had enough. */
  void stopReading() {
    child.stdout().close();
  }

  /** What it has written to standard error so far. */
  List<String> errors() throws IOException {
    return Files.readAllLines(stderr);
  }

  /** Its exit status. Fails with its output if it runs too long. */
  ExitStatus end() throws IOException, InterruptedException {
    return child
        .await(LIMIT)
        .orElseThrow(() -> new AssertionError(child + " has not ended: " + child.descendants()));
  }

  @Override
  public void close() throws IOException {
    child.close();
    Files.delete(stderr);
  }
}
