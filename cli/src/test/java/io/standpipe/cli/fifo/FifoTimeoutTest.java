package io.standpipe.cli.fifo;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.cli.StandpipeRunner;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifoTimeoutTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("fifo");
  }

  @Test
  @Tag("pitfall-23")
  void theTimeoutHoldsWhileNobodyComes() throws Exception {
    Fifo.create(path);

    StandpipeRunner.call("fifo", "read", "--timeout", "50ms", path.toString())
        .exits(124)
        .saysOneLine("open fifo " + path + " for reading timed out after 50ms: no process has it");
    StandpipeRunner.call("fifo", "write", "--timeout", "50ms", path.toString(), "x")
        .exits(124)
        .saysOneLine("open fifo " + path + " for writing timed out after 50ms: no process has it");
  }

  @Test
  @Tag("pitfall-6")
  void theTimeoutHoldsWhileTheWriterIsSilentAndNamesIt() throws Exception {
    Fifo.create(path);
    String script = "exec 3>\"$0\"; exec sleep 1000";
    try (Child writer = Command.of("sh", "-c", script, path.toString()).start()) {
      StandpipeRunner.run("fifo", "read", "--timeout", "2s", path.toString())
          .exits(124)
          .saysOneLine("it is empty, and pid " + writer.pid() + " (sleep 1000) has it open");
    }
  }

  @Test
  void theTimeoutHoldsWhileTheFifoIsFull() throws Exception {
    Fifo fifo = Fifo.create(path);
    try (PipeReader reader = fifo.keepOpen().openReader()) {
      Command writes =
          StandpipeRunner.command("fifo", "write", "--timeout", "1s", path.toString())
              .input("x".repeat(1 << 20));

      StandpipeRunner.run(writes)
          .exits(124)
          .saysOneLine("it is full, and pid ", " has it open for reading");
      assertThat(reader.available()).isEqualTo(reader.capacity());
    }
  }
}
