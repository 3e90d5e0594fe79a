package io.standpipe.bench;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.error.DeadlineExceededException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The process of a contender, kept for all its rounds. It reads an amount and answers with a {@link
 * Sample}. Its standard error is ours. It measures itself, so the work of this class is not timed.
 */
final class Peer implements AutoCloseable {
  private static final Duration ROUND_LIMIT = Duration.ofMinutes(2);

  private final Child child;
  private final ByteBuffer chunk = ByteBuffer.allocate(1024);

  private Peer(Child child) {
    this.child = child;
  }

  static Peer start(Command command) throws IOException {
    return new Peer(command.piped().start());
  }

  /**
   * Runs one round and waits for it.
   *
   * @throws IOException if the process ended, was silent for two minutes, or answered otherwise
   */
  Sample round(long amount) throws IOException {
    child.stdin().write(amount + "\n");
    String answer = line();
    try {
      return Sample.parse(answer);
    } catch (IllegalArgumentException e) {
      throw new IOException("not the answer of a contender: \"" + answer + "\"", e);
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      int n = read();
      if (n < 0) {
        throw new IOException("it ended in the middle of a round, see above");
      }
      line.write(chunk.array(), 0, n);
      if (chunk.get(n - 1) == '\n') {
        return line.toString(StandardCharsets.UTF_8).strip();
      }
    }
  }

  private int read() throws IOException {
    try {
      return child.stdout().read(chunk.clear(), ROUND_LIMIT);
    } catch (DeadlineExceededException e) {
      throw new IOException("no answer within " + ROUND_LIMIT.toSeconds() + " s", e);
    }
  }

  /** Tells the process that no round follows. Does not wait. */
  void finish() {
    child.stdin().close();
  }

  /** Ends the process, first by the end of its input, and waits for its exit. */
  @Override
  public void close() {
    child.close();
  }
}
