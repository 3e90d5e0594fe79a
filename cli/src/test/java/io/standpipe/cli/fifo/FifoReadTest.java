package io.standpipe.cli.fifo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.Redirect;
import io.standpipe.cli.StandpipeRunner;
import io.standpipe.error.BrokenPipeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifoReadTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("fifo");
  }

  @Test
  @Tag("pitfall-23")
  void readPrintsEveryByteUntilTheLastWriterHasGone() throws Exception {
    byte[] bytes = {'a', (byte) 0xff, 0, '\n'};
    Fifo fifo = Fifo.create(path);
    var reading = reading("fifo", "read", path.toString());

    try (PipeWriter writer = fifo.openWriter(LIMIT)) {
      writer.write(ByteBuffer.wrap(bytes));
    }

    assertThat(reading.get()).isEqualTo(bytes);
  }

  @Test
  @Tag("pitfall-23")
  void withFollowItSurvivesWritersThatComeAndGo() throws Exception {
    Fifo fifo = Fifo.create(path);
    Command reads = StandpipeRunner.command("fifo", "read", "--follow", path.toString());
    try (Child child = reads.stdout(Redirect.pipe()).start()) {
      for (String text : new String[] {"one", "two", "tre"}) {
        try (PipeWriter writer = fifo.openWriter(LIMIT)) {
          writer.write(text);
        }
        assertThat(next(child.stdout(), 3)).isEqualTo(text);
      }
    }
  }

  @Test
  @Tag("pitfall-46")
  void withFollowItGoesOnWithAFifoThatIsCreatedAnew() throws Exception {
    Fifo fifo = Fifo.create(path);
    Command reads = StandpipeRunner.command("fifo", "read", "--follow", path.toString());
    try (Child child = reads.stdout(Redirect.pipe()).start()) {
      for (String text : new String[] {"one", "two", "tre"}) {
        try (PipeWriter writer = fifo.openWriter(LIMIT)) {
          writer.write(text);
        }
        assertThat(next(child.stdout(), 3)).isEqualTo(text);
        fifo.delete();
        Fifo.create(path);
      }
    }
  }

  @Test
  void aFullDiskUnderReadIs125() throws Exception {
    Fifo fifo = Fifo.create(path);
    var reading = inShell("\"$@\" >/dev/full", "fifo", "read", path.toString());
    try (PipeWriter writer = fifo.openWriter(LIMIT)) {
      writer.write("x");
    }

    reading.get().exits(125).saysOneLine("standard output", "No space left on device");
  }

  @Test
  void readEndsQuietlyWhenNobodyReadsItsOutput() throws Exception {
    Fifo fifo = Fifo.create(path);
    String script = "{ \"$@\"; echo $? >&2; } | head -c 1 >/dev/null";
    var reading = inShell(script, "fifo", "read", path.toString());
    try (PipeWriter writer = fifo.openWriter(LIMIT)) {
      // Until standpipe has noticed that its reader is gone, and has ended too.
      assertThatExceptionOfType(BrokenPipeException.class).isThrownBy(() -> writeForEver(writer));
    }

    reading.get().saysOneLine("141");
  }

  private static void writeForEver(PipeWriter writer) throws IOException {
    byte[] much = new byte[1 << 20];
    while (true) {
      writer.write(ByteBuffer.wrap(much), LIMIT);
    }
  }

  private static FutureTask<byte[]> reading(String... words) {
    var task = new FutureTask<>(() -> StandpipeRunner.command(words).readBytes());
    Thread.ofPlatform().start(task);
    return task;
  }

  private static FutureTask<StandpipeRunner.Result> inShell(String script, String... words) {
    var task = new FutureTask<>(() -> StandpipeRunner.run(StandpipeRunner.inShell(script, words)));
    Thread.ofPlatform().start(task);
    return task;
  }

  private static String next(PipeReader reader, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && reader.read(bytes, LIMIT) >= 0) {}
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  @Test
  void whereNothingCanBePrintedNothingIsTakenOutOfTheFifo() throws Exception {
    Fifo.create(path);
    String[] words = {"fifo", "read", "--timeout", "9s", path.toString()};

    // It does not even wait for a writer.
    StandpipeRunner.run(StandpipeRunner.inShell("\"$@\" >&-", words))
        .exits(125)
        .saysOneLine("standard output");
  }
}
