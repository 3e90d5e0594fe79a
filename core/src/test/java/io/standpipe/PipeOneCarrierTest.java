package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Background;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a single carrier, any wait that held it would stop every other virtual thread. */
class PipeOneCarrierTest {
  @TempDir private Path folder;

  /** Prints what ran while the wait named by the first argument went on. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      try (Pipe pipe = Pipe.open();
          Child child = Command.of("/bin/sh", "-c", "read line").stdin(Redirect.pipe()).start()) {
        Fifo read = Fifo.create(folder.resolve("read"));
        Fifo write = Fifo.create(folder.resolve("write"));
        List<Background<?>> waits = new ArrayList<>();
        waits.add(wait("read", waits, () -> pipe.reader().read(ByteBuffer.allocate(1))));
        waits.add(wait("exit", waits, child::await));
        waits.add(wait("open for reading", waits, () -> close(read.openReader())));
        waits.add(wait("open for writing", waits, () -> close(write.openWriter())));
        waits.add(wait("write", waits, Program::fill));
        pipe.writer().write("x");
        child.stdin().close();
        try (PipeWriter writer = read.openWriter();
            PipeReader reader = write.openReader()) {
          assertThat(writer.isOpen()).isEqualTo(reader.isOpen());
        }
        waits.forEach(Background::value);
      }
      System.out.println("all ended");
    }

    private static Background<?> wait(String what, List<Background<?>> earlier, Callable<?> task) {
      Background<?> wait = Background.parked(ThreadKind.VIRTUAL, task::call);
      String ran = Background.start(ThreadKind.VIRTUAL, () -> "ran").value();
      System.out.println(what + ", with " + earlier.size() + " other waits: another " + ran);
      return wait;
    }

    private static boolean close(AutoCloseable end) throws Exception {
      try (end) {
        return true;
      }
    }

    private static boolean fill() throws IOException {
      try (Pipe pipe = Pipe.open()) {
        pipe.writer().write(ByteBuffer.allocate(1 << 20), Duration.ofMillis(300));
        return false;
      } catch (DeadlineExceededException e) {
        return true;
      }
    }
  }

  @Test
  void noWaitHoldsTheOneCarrier() throws Exception {
    List<String> words = new ArrayList<>(Command.self(Program.class, folder.toString()).words());
    words.add(1, "-Djdk.virtualThreadScheduler.parallelism=1");
    words.add(2, "-Djdk.virtualThreadScheduler.maxPoolSize=1");
    assertThat(Command.of(words).read())
        .isEqualTo(
            """
            read, with 0 other waits: another ran
            exit, with 1 other waits: another ran
            open for reading, with 2 other waits: another ran
            open for writing, with 3 other waits: another ran
            write, with 4 other waits: another ran
            all ended\
            """);
  }
}
