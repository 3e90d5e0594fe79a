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
 * A contender's process, kept for all its rounds: an amount goes in, a {@link Sample} comes out.
 * Its standard error is ours. It measures itself, so what happens here takes no part in its times.
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
   * Has it do one round, and waits for it.
   *
   * @throws IOException if it ended, said nothing for two minutes, or said something else
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

  /** Tells it that no round follows; does not wait. */
  void finish() {
    child.stdin().close();
  }

  /** Ends it, by the end of its input at first, and waits for that. */
  @Override
  public void close() {
    child.close();
  }
}
