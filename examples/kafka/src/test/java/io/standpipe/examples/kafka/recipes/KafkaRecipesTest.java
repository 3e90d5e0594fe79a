package io.standpipe.examples.kafka.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import io.standpipe.broker.Brokers;
import io.standpipe.framing.Framing;
import io.standpipe.kafka.FifoBridge;
import io.standpipe.kafka.Worker;
import io.standpipe.kafka.WorkerSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("broker")
@Timeout(120)
class KafkaRecipesTest {
  private static final Path SCRIPTS = Path.of("src/main/python").toAbsolutePath();

  private static Brokers brokers;
  private static TestTopics topics;

  @TempDir Path folder;

  @BeforeAll
  static void startBroker() throws IOException {
    brokers = Brokers.start(1);
    topics = new TestTopics(brokers);
  }

  @AfterAll
  static void stopBroker() {
    brokers.close();
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Runs what works until it is interrupted. */
  private static Thread start(Work work) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            work.run();
          } catch (Exception e) {
            Thread.currentThread().interrupt(); // it was interrupted, or the test fails anyway
          }
        });
  }

  private static void end(Thread worker) throws InterruptedException {
    worker.interrupt();
    worker.join();
  }

  @Test
  void trAnswersInCapitals() throws Exception {
    topics.create("in", "out", "in.dead");
    topics.write("in", "one", "two");
    Thread worker = start(() -> Capitals.work(topics.client()));
    assertThat(topics.texts("out", 2)).containsExactly("ONE", "TWO");
    end(worker);
  }

  @Test
  void aModelScoresTextsAndATextThatItCannotReadIsADeadLetter() throws Exception {
    topics.create("texts", "scores", "texts.dead");
    topics.write(
        "texts", "{\"text\": \"good and fine\"}", "{\"txt\": 1}", "{\"text\": \"a bad day\"}");
    try (Worker _ = ModelWorker.start(SCRIPTS.resolve("model.py"), topics.client())) {
      assertThat(topics.texts("scores", 2)).containsExactly("{\"score\": 2}", "{\"score\": -1}");
      ConsumerRecord<byte[], byte[]> letter = topics.read("texts.dead", 1).getFirst();
      assertThat(TestTopics.header(letter, "standpipe.stderr")).contains("KeyError: 'text'");
      assertThat(TestTopics.header(letter, "standpipe.exit")).isEqualTo("exited with code 1");
      assertThat(TestTopics.header(letter, "standpipe.failures")).isEqualTo("3");
    }
  }

  @Test
  void wordsAreCountedByTransaction() throws Exception {
    topics.create("words", "counts");
    topics.write("words", "pear", "apple", "pear");
    try (Worker _ = WordCounts.start(topics.client())) {
      Map<String, Integer> counts = new TreeMap<>();
      for (int n = 1; total(counts) < 3; n++) {
        counts.clear();
        for (ConsumerRecord<byte[], byte[]> each : topics.read("counts", n)) {
          String[] columns = new String(each.value(), UTF_8).strip().split(" ", -1);
          assertThat(new String(each.key(), UTF_8)).isEqualTo(columns[1]);
          counts.merge(columns[1], Integer.parseInt(columns[0]), Integer::sum);
        }
      }
      assertThat(counts).isEqualTo(Map.of("apple", 1, "pear", 2));
    }
  }

  private static int total(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void binaryValuesGoThroughAProgramThatKnowsNoFrames() throws Exception {
    topics.create("raw", "packed", "raw.dead");
    var bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    topics.write("raw", bytes);
    topics.write("raw", new byte[0]);
    try (Worker _ = BinaryValues.start(SCRIPTS.resolve("each.py"), topics.client())) {
      var packed = topics.read("packed", 2);
      assertThat(unpacked(packed.getFirst().value())).isEqualTo(bytes);
      assertThat(unpacked(packed.getLast().value())).isEmpty();
    }
  }

  /** What docs/kafka-operations.md does from the command line. */
  @Test
  void catPutsDeadLettersBack() throws Exception {
    topics.create("repaired", "repaired.dead");
    topics.write("repaired.dead", "two\nlines", "one");
    WorkerSpec putBack =
        Worker.of(Command.of("cat"))
            .from("repaired.dead")
            .to("repaired")
            .framing(Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN))
            .client(topics.client());
    try (Worker _ = putBack.start()) {
      assertThat(topics.texts("repaired", 2)).containsExactly("two\nlines", "one");
    }
    topics.write("repaired.dead", "three");
    try (Worker _ = putBack.start()) {
      assertThat(topics.texts("repaired", 3)).containsExactly("two\nlines", "one", "three");
    }
  }

  private static byte[] unpacked(byte[] value) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(value))) {
      return in.readAllBytes();
    }
  }

  @Test
  void bcAnswersFromFarAway() throws Exception {
    topics.create("sums", "sums.replies");
    Thread server = start(() -> LineService.serve(topics.client()));
    assertThat(LineService.ask(topics.client(), "6 * 7")).isEqualTo("42");
    assertThat(LineService.ask(topics.client(), "1 / 0")).contains("Divide by zero");
    end(server);
  }

  @Test
  void whatIsWrittenIntoAFifoComesOutOfAnother() throws Exception {
    topics.create("bytes");
    Path in = folder.resolve("in.fifo");
    Path out = folder.resolve("out.fifo");
    Path file = folder.resolve("file");
    Path copy = folder.resolve("copy");
    var bytes = new byte[3_000_000];
    new Random(2).nextBytes(bytes);
    Files.write(file, bytes);
    try (FifoBridge _ = FarFifo.entrance(in, topics.client());
        FifoBridge _ = FarFifo.exit(out, topics.client())) {
      shell("cat \"$1\" > \"$2\"", file, in);
      shell("cat \"$1\" > \"$2\"", out, copy);
    }
    assertThat(Files.readAllBytes(copy)).isEqualTo(bytes);
  }

  private static void shell(String script, Path one, Path two) throws Exception {
    Command.shell(script)
        .args(one.toString(), two.toString())
        .timeout(Duration.ofSeconds(60))
        .run();
  }
}
