package io.standpipe.bench.contender;

import static io.standpipe.bench.contender.Round.require;

import com.zaxxer.nuprocess.NuProcess;
import com.zaxxer.nuprocess.NuProcessBuilder;
import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.bench.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Sends 64 bytes through {@code cat} and waits until all of them are back, repeated until the time
 * is over. No two questions are alike, and the whole answer is compared. The start and end of
 * {@code cat} and the first turn are not timed.
 */
final class Conversing {
  static final int BYTES = 64;

  static final Map<String, Round> CONTENDERS =
      Map.of(
          "standpipe", Conversing::standpipe,
          "jdk", Conversing::jdk,
          "nuprocess", Conversing::nuProcess);

  private Conversing() {}

  private static Sample standpipe(long millis) throws Exception {
    try (Child cat = Command.of("cat").piped().start()) {
      var turns = new StandpipeTurns(cat);
      turns.next();
      Sample sample = Round.forMillis(millis, turns::next);
      cat.stdin().close();
      cat.awaitSuccess();
      return sample;
    }
  }

  private static Sample jdk(long millis) throws Exception {
    Process cat = new ProcessBuilder("cat").redirectError(Redirect.INHERIT).start();
    var turns = new StreamTurns(cat.getOutputStream(), cat.getInputStream());
    turns.next();
    Sample sample = Round.forMillis(millis, turns::next);
    cat.getOutputStream().close();
    require(cat.waitFor() == 0, "cat failed");
    cat.getInputStream().close();
    return sample;
  }

  private static Sample nuProcess(long millis) throws Exception {
    var turns = new NuTurns(millis);
    NuProcess cat = new NuProcessBuilder(turns, "cat").start();
    Sample sample = turns.await();
    cat.closeStdin(true);
    require(cat.waitFor(0, TimeUnit.SECONDS) == 0, "cat failed");
    return sample;
  }

  /** The turns with one child through Standpipe. */
  static final class StandpipeTurns {
    private final Child cat;
    private final ByteBuffer question = ByteBuffer.allocateDirect(BYTES);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(BYTES);
    private long number;

    StandpipeTurns(Child cat) {
      this.cat = cat;
    }

    void next() throws IOException {
      question.putLong(0, ++number);
      cat.stdin().write(question);
      answer.clear();
      while (answer.hasRemaining()) {
        require(cat.stdout().read(answer) >= 0, "cat has ended");
      }
      require(answer.flip().equals(question.flip()), "another answer than the question");
    }
  }

  /** The turns with one child through the JDK's streams. */
  static final class StreamTurns {
    private final OutputStream to;
    private final InputStream from;
    private final byte[] question = new byte[BYTES];
    private final byte[] answer = new byte[BYTES];
    private long number;

    StreamTurns(OutputStream to, InputStream from) {
      this.to = to;
      this.from = from;
    }

    void next() throws IOException {
      ByteBuffer.wrap(question).putLong(++number);
      to.write(question);
      to.flush();
      require(from.readNBytes(answer, 0, BYTES) == BYTES, "cat has ended");
      require(Arrays.equals(answer, question), "another answer than the question");
    }
  }
}
