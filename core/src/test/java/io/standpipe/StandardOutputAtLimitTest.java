package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.Scripts;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process closes its standard output when it has no descriptor left. */
@Tag("pitfall-20")
class StandardOutputAtLimitTest {
  private static final int LIMIT = 64;

  /** Closes its output at the limit, and stays until its input ends. */
  static final class Program {
    private static final List<FileInputStream> HOARD = new ArrayList<>();

    private Program() {}

    public static void main(String[] arguments) throws IOException {
      PipeWriter output = PipeWriter.stdout();
      output.write("x");
      hoard();
      output.close();
      while (System.in.read() >= 0) {}
    }

    private static void hoard() {
      try {
        while (true) {
          HOARD.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException e) {
        // There are no more.
      }
    }
  }

  @Test
  void theReaderSeesTheEnd() throws Exception {
    List<String> words = Command.self(Program.class).words();
    Command limited =
        Scripts.sh("ulimit -n " + LIMIT + "; exec \"$@\"", words.toArray(String[]::new));
    try (Child child = limited.piped().start()) {
      ByteBuffer into = ByteBuffer.allocate(2);
      assertThat(child.stdout().read(into)).isOne();
      assertThat(child.stdout().read(into, Duration.ofSeconds(20))).isEqualTo(-1);
      assertThat(child.isAlive()).isTrue();
    }
  }
}
