package io.standpipe.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import io.standpipe.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;

/**
 * Two workers of a group: what happens to the partitions of one that ends, dies or stands still.
 */
class WorkerHandOverTest extends WorkerFixture {
  /** What the tests' broker is set to; its own default is 45 s, and brokers allow no less. */
  private static final Duration SESSION = Duration.ofSeconds(6);

  private static final Duration HEARTBEAT = Duration.ofMillis(500);

  private WorkerProcesses workers(int count) throws Exception {
    return new WorkerProcesses(brokers, in, out, dead, count, capitals(""));
  }

  /** Writes a record to each partition, and measures until all are answered. */
  private Duration answered(KafkaConsumer<byte[], byte[]> consumer, String value) throws Exception {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < in.partitions; i++) {
      values.add(value + i);
    }
    long begin = System.nanoTime();
    in.write(values);
    var answers = new ArrayList<String>();
    while (answers.size() < values.size()) {
      consumer
          .poll(Duration.ofMillis(20))
          .forEach(each -> answers.add(new String(each.value(), UTF_8)));
      assertThat(System.nanoTime() - begin).isLessThan(Duration.ofSeconds(40).toNanos());
    }
    assertThat(answers)
        .containsExactlyInAnyOrderElementsOf(values.stream().map(String::toUpperCase).toList());
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @Test
  void aWaitingWorkerTakesOverFromOneThatWasAskedToEnd() throws Exception {
    try (KafkaConsumer<byte[], byte[]> consumer = out.consumer();
        var workers = workers(2)) {
      answered(consumer, "before ");
      workers.end(0);
      assertThat(answered(consumer, "after ")).isLessThan(HEARTBEAT.plusSeconds(2));
    }
  }

  @Test
  void afterKillTheOtherWorkerServesThePartitionsOnceTheSessionHasTimedOut() throws Exception {
    try (KafkaConsumer<byte[], byte[]> consumer = out.consumer();
        var workers = workers(2)) {
      answered(consumer, "before ");
      workers.kill(0);
      assertThat(answered(consumer, "after ")).isLessThan(SESSION.plusSeconds(5));
    }
  }

  /**
   * It stands still in the middle of a transaction, and goes on when others have its partitions.
   */
  @Test
  void aWorkerThatWasSuspendedForTooLongCannotCommitAndWorksAgainAfterwards() throws Exception {
    List<String> values = numbers(3_000);
    try (KafkaConsumer<byte[], byte[]> consumer = out.consumer();
        var workers =
            new WorkerProcesses(brokers, in, out, dead, 2, capitals("time.sleep(0.001)"))) {
      answered(consumer, "before ");
      in.write(values);
      var kills = new Kills(brokers, workers, in);
      Eventually.holds("it is suspended in a transaction", () -> kills.suspendInTransaction(0));
      List<String> answers = new ArrayList<>();
      Eventually.holds(
          "the other one answers all",
          () -> {
            consumer
                .poll(Duration.ofMillis(100))
                .forEach(each -> answers.add(new String(each.value(), UTF_8)));
            return answers.size() >= values.size();
          },
          () -> answers.size() + " answers");
      workers.resume(0);
      assertThat(answers)
          .containsExactlyInAnyOrderElementsOf(values.stream().map(String::toUpperCase).toList());
      answered(consumer, "after ");
      workers.end(1);
      answered(consumer, "by the one that was suspended ");
      assertThat(out.values(values.size() + 9).values())
          .as("answers in all")
          .satisfies(all ->
              assertThat(all.stream().mapToInt(List::size).sum()).isEqualTo(values.size() + 9));
    }
  }

  /** A program that never reads: what is fetched meanwhile is bounded. */
  @Test
  void aProgramThatNeverReadsDoesNotFillTheMemory() throws Exception {
    String big = "x".repeat(100_000);
    for (int i = 0; i < 20; i++) {
      in.write(List.of(big, big, big, big, big, big, big, big, big, big));
    }
    Command never = Command.of("sleep", "1000");
    try (Worker worker = worker(never).limit(Duration.ofSeconds(60)).start()) {
      Eventually.holds("it is full", () -> worker.status().inFlightBytes() > 0);
      for (int i = 0; i < 40; i++) {
        in.write(List.of(big, big, big, big, big, big, big, big, big, big));
        assertThat(worker.status().inFlightBytes()).isLessThan(48L << 20);
      }
    }
  }
}
