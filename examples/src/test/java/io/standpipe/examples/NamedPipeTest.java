package io.standpipe.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedPipeTest {
  private static final ExitStatus OK = new ExitStatus.Exited(0);

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("pipefifo");
  }

  @Test
  void readerThatComesFirstCreatesTheFifoAndPrintsEveryLine() throws Exception {
    try (WatchService arrivals = watch();
        Run reader = reader(7)) {
      awaitFifo(arrivals);
      try (Run writer = writer(7)) {
        assertThat(writer.end()).isEqualTo(OK);
      }
      assertPrinted(reader, messages(7));
    }
  }

  @Test
  void writerThatComesFirstCreatesTheFifoAndWaits() throws Exception {
    try (WatchService arrivals = watch();
        Run writer = writer(7)) {
      awaitFifo(arrivals);
      try (Run reader = reader(7)) {
        assertPrinted(reader, messages(7));
      }
      assertThat(writer.end()).isEqualTo(OK);
    }
  }

  @Test
  void pathIsARealFifoForFile() throws Exception {
    try (WatchService arrivals = watch();
        Run reader = reader(1)) {
      awaitFifo(arrivals);
      assertThat(Command.of("stat", "-c", "%F %a", path.toString()).read()).isEqualTo("fifo 600");
      echo("enough");
      assertPrinted(reader, List.of("enough"));
    }
  }

  @Test
  @Tag("pitfall-23")
  void readerGoesOnWhenWritersComeAndGo() throws Exception {
    try (WatchService arrivals = watch();
        Run reader = reader(3)) {
      awaitFifo(arrivals);
      for (String word : List.of("hello", "from", "echo")) {
        echo(word);
        assertThat(Got.parse(reader.line()).text()).isEqualTo(word);
      }
      assertThat(reader.end()).isEqualTo(OK);
    }
  }

  @Test
  void catReadsWhatTheWriterSays() throws Exception {
    try (WatchService arrivals = watch();
        Run writer = writer(6)) {
      awaitFifo(arrivals);
      try (Run cat = Run.start(catThePath())) {
        assertThat(cat.lines()).isEqualTo(messages(6));
      }
      assertThat(writer.end()).isEqualTo(OK);
    }
  }

  @Test
  void writerWaitsForTheNextReaderWhenOneLeaves() throws Exception {
    try (WatchService arrivals = watch();
        Run writer = writer(1_000_000)) {
      awaitFifo(arrivals);
      try (Run first = Run.start(catThePath())) {
        assertThat(first.line()).isEqualTo("Spam 000");
        first.child().signal(Signal.KILL);
        first.end();
      }
      try (Run second = reader(5)) {
        assertThat(second.lines()).extracting(line -> Got.parse(line).text()).hasSize(5);
        assertThat(second.end()).isEqualTo(OK);
      }
      assertThat(writer.child().isAlive()).isTrue();
    }
  }

  @Test
  void readerStopsWhenNobodyReadsItsOutput() throws Exception {
    try (Run reader = Run.start(NamedPipe.class, "--path", path.toString());
        Run writer = writer(1000)) {
      reader.line();
      reader.stopReading();
      assertThat(reader.end()).isEqualTo(OK);
      writer.child().stop();
    }
  }

  @Test
  @Tag("pitfall-34")
  void somethingElseAtThePathIsRefusedInOneLine() throws Exception {
    Files.createFile(path);
    try (Run reader = reader(1)) {
      assertThat(reader.end()).isEqualTo(new ExitStatus.Exited(125));
      assertThat(reader.errors()).singleElement().asString().contains("not a fifo");
    }
  }

  private Run reader(int rounds) throws Exception {
    return Run.start(
        NamedPipe.class, "--path", path.toString(), "--rounds", Integer.toString(rounds));
  }

  private Run writer(int rounds) throws Exception {
    String[] options = {"-child", "--path", path.toString(), "--scale", "0.001"};
    return Run.start(
        Command.self(NamedPipe.class, options).args("--rounds", Integer.toString(rounds)));
  }

  private Command catThePath() {
    return Command.of("cat", path.toString());
  }

  private void echo(String word) throws Exception {
    Command.shell("echo \"$1\" > \"$2\"").args(word, path.toString()).run();
  }

  private WatchService watch() throws Exception {
    WatchService watch = folder.getFileSystem().newWatchService();
    folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
    return watch;
  }

  /** Waits until the started process, which is the first, has created the fifo. */
  private void awaitFifo(WatchService arrivals) throws Exception {
    assertThat(arrivals.poll(30, TimeUnit.SECONDS)).as("a fifo at " + path).isNotNull();
  }

  private static List<String> messages(int count) {
    return IntStream.range(0, count).mapToObj(i -> "Spam 00" + i % 5).toList();
  }

  private static void assertPrinted(Run reader, List<String> texts) throws Exception {
    List<Got> all = reader.lines().stream().map(Got::parse).toList();
    assertThat(reader.end()).isEqualTo(OK);
    assertThat(reader.errors()).isEmpty();
    assertThat(all).allMatch(got -> got.pid() == reader.pid());
    assertThat(all).extracting(Got::text).isEqualTo(texts);
  }
}
