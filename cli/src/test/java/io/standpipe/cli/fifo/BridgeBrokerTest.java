package io.standpipe.cli.fifo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Fifo;
import io.standpipe.PipeWriter;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.cli.StandpipeRunner;
import io.standpipe.cli.kafka.Cluster;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fifo bridge} on a real broker. */
@Tag("broker")
class BridgeBrokerTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static Cluster cluster;

  @TempDir Path folder;

  @BeforeAll
  static void startBroker() throws IOException {
    cluster = new Cluster();
  }

  @AfterAll
  static void stopBroker() {
    cluster.close();
  }

  private Child bridge(String from, String to) throws IOException {
    String config = cluster.config(folder).toString();
    Command command = StandpipeRunner.command("fifo", "bridge", "--config", config, from, to);
    Child child = command.stderr(Redirect.pipe()).start();
    assertThat(Framing.lines().reader(child.stderr()).readText())
        .isEqualTo("standpipe: " + from + " → " + to + ": started");
    return child;
  }

  @Test
  void sessionsComeOutOfTheOtherFifoWholeAndASignalEndsBothBridges() throws Exception {
    String topic = "kafka:" + cluster.topic("bytes", 1);
    Path in = folder.resolve("in");
    Path out = folder.resolve("out");
    byte[] large = new byte[3_000_000];
    new Random(7).nextBytes(large);
    byte[][] sessions = {large, new byte[0], "hello\n".getBytes(UTF_8)};
    try (Child there = bridge(topic, out.toString());
        Child here = bridge(in.toString(), topic)) {
      for (byte[] session : sessions) {
        var reading = new FutureTask<>(() -> read(out));
        Thread.ofPlatform().daemon().start(reading);
        try (PipeWriter writer = Fifo.at(in).openWriter(LIMIT)) {
          writer.write(ByteBuffer.wrap(session), LIMIT);
        }
        assertThat(reading.get()).isEqualTo(session);
      }
      here.signal(Signal.TERM);
      there.signal(Signal.INT);
      assertThat(here.await(LIMIT)).contains(new ExitStatus.Signaled(Signal.TERM, false));
      assertThat(there.await(LIMIT)).contains(new ExitStatus.Signaled(Signal.INT, false));
    }
  }

  private static byte[] read(Path fifo) throws Exception {
    try (var reader = Fifo.at(fifo).openReader(LIMIT)) {
      return reader.readAllBytes();
    }
  }

  @Test
  void aTopicThatIsNotThereIs66AndTheFifoIsNotCreated() throws Exception {
    Path fifo = folder.resolve("fifo");
    String config = cluster.config(folder).toString();

    StandpipeRunner.run("fifo", "bridge", "--config", config, fifo.toString(), "kafka:nosuch")
        .exits(66)
        .saysOneLine("nosuch", "create the topic first");

    assertThat(Files.exists(fifo)).isFalse();
  }

  @Test
  void aBrokerThatIsNotThereIs69() throws Exception {
    Path config = Files.writeString(folder.resolve("nowhere"), "bootstrap.servers=127.0.0.1:1\n");

    StandpipeRunner.run(
            "fifo", "bridge", "--timeout=500ms", "--config", config.toString(), "f", "kafka:t")
        .exits(69)
        .saysOneLine("127.0.0.1:1", "within 500ms", "--config", "--timeout");
  }

  /** What Kafka's clients log helps where they cannot connect. */
  @Test
  void theLogOfKafkasClientsIsShownOnlyWithDebug() throws Exception {
    Path config = Files.writeString(folder.resolve("nowhere"), "bootstrap.servers=127.0.0.1:1\n");
    String[] words = {
      "fifo", "bridge", "--timeout=500ms", "--config", config.toString(), "f", "kafka:t", "--debug"
    };

    assertThat(StandpipeRunner.run(words).exits(69).err())
        .contains(" WARN ", "could not be established");
  }
}
