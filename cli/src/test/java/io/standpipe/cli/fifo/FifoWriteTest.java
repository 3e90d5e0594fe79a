package io.standpipe.cli.fifo;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.Redirect;
import io.standpipe.cli.StandpipeRunner;
import io.standpipe.cli.text.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FifoWriteTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("fifo");
  }

  @Test
  void writeWritesItsWordsAndANewline() throws Exception {
    Fifo fifo = Fifo.create(path);
    var writing =
        new FutureTask<>(() ->
            StandpipeRunner.call("fifo", "write", path.toString(), "é\udcff", "b", "--", "-x"));
    Thread.ofPlatform().start(writing);

    try (PipeReader reader = fifo.openReader(LIMIT)) {
      assertThat(reader.readAllBytes()).isEqualTo(Utf8.encode("é\udcff b -x\n"));
    }
    writing.get().exits(0).saysNothing();
  }

  @Test
  void writeWithoutWordsWritesStandardInput() throws Exception {
    byte[] bytes = "x".repeat(300_000).getBytes(StandardCharsets.UTF_8);
    Fifo fifo = Fifo.create(path);
    try (Child child =
            StandpipeRunner.command("fifo", "write", path.toString()).input(bytes).start();
        PipeReader reader = fifo.openReader(LIMIT)) {
      assertThat(reader.readAllBytes()).isEqualTo(bytes);
      assertThat(child.await(LIMIT)).isPresent();
      child.awaitSuccess();
    }
  }

  @Test
  void aReaderThatLeavesBeforeItHasAllIsAnError() throws Exception {
    Fifo fifo = Fifo.create(path);
    try (Child child =
        StandpipeRunner.command("fifo", "write", path.toString())
            .input("x".repeat(1 << 20))
            .stderr(Redirect.pipe())
            .start()) {
      try (PipeReader reader = fifo.openReader(LIMIT)) {
        assertThat(reader.read(ByteBuffer.allocate(1), LIMIT)).isEqualTo(1);
      }

      assertThat(new String(child.stderr().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(
              "standpipe: write to fifo %s: Broken pipe; the last reader closed it before it had read everything\n"
                  .formatted(path));
      assertThat(child.await(LIMIT).orElseThrow().shellCode()).isEqualTo(125);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0<&-", "0>/dev/null"}) // the launcher opens a closed one like the latter
  void withAClosedStandardInputTheReaderIsLeftAlone(String closed) throws Exception {
    Fifo.create(path);
    String[] words = {"fifo", "write", "--timeout", "9s", path.toString()};

    // It does not even wait for a reader, which would see the end of an empty stream.
    StandpipeRunner.run(StandpipeRunner.inShell("\"$@\" " + closed, words))
        .exits(125)
        .saysOneLine("standard input", "Bad file descriptor");
  }
}
