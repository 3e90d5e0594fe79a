package io.standpipe.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Command;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import io.standpipe.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class WorkerPerTransactionTest extends WorkerFixture {
  @Test
  void aProgramThatAnswersAtTheEndOfItsInputAnswersEachBatch() throws Exception {
    in.write("b a", "a b", "a b", "b a", "a b");
    Command count = Command.shell("sort | uniq -c");
    try (Worker worker = worker(count).perTransaction().emitKey("2").start()) {
      List<ConsumerRecord<byte[], byte[]>> records = out.read(2);
      assertThat(records)
          .extracting(each -> new String(each.value(), UTF_8).strip())
          .containsExactlyInAnyOrder("3 a b", "2 b a");
      assertThat(records)
          .extracting(each -> new String(each.key(), UTF_8))
          .containsExactlyInAnyOrder("a", "b");
      Eventually.holds("all is counted", () -> worker.status().records() == 5);
    }
  }

  @Test
  void manyBatchesLoseAndRepeatNothing() throws Exception {
    List<String> values = numbers(9_000);
    in.write(values);
    try (Worker worker =
        worker(Command.of("sort"))
            .perTransaction()
            .transaction(1000, Duration.ofMillis(200))
            .lanes(2)
            .start()) {
      assertThat(allOf(out.values(values.size()))).containsExactlyInAnyOrderElementsOf(values);
      assertThat(worker.status().transactions()).isBetween(9L, 30L);
    }
  }

  private static List<String> allOf(Map<Integer, List<String>> partitions) {
    List<String> all = new ArrayList<>();
    partitions.values().forEach(all::addAll);
    return all;
  }

  @Test
  void whatAProcessWroteThatFailsIsNotCommittedAndTheRecordToBlameIsFound() throws Exception {
    List<String> values = new ArrayList<>(numbers(50));
    values.set(20, "poison");
    values.add("two\nlines");
    in.write(values);
    Command fails =
        python(
            """
            import sys
            for line in sys.stdin:
                print(line.rstrip("\\n"), flush=True)
                if line.startswith("poison"):
                    sys.exit("cannot: " + line)
            """);
    try (Worker _ = worker(fails).perTransaction().dead(dead.name).attempts(2).start()) {
      List<ConsumerRecord<byte[], byte[]>> letters = dead.read(2);
      assertThat(letters)
          .extracting(each -> new String(each.value(), UTF_8))
          .containsExactlyInAnyOrder("poison", "two\nlines");
      ConsumerRecord<byte[], byte[]> poison =
          letters.stream().filter(each -> each.value().length == 6).findFirst().orElseThrow();
      assertThat(header(poison, "stderr")).startsWith("cannot: poison");
      assertThat(header(poison, "failures")).isEqualTo("2");
      List<String> good = new ArrayList<>(numbers(50));
      good.remove("record 20");
      assertThat(allOf(out.values(49))).containsExactlyInAnyOrderElementsOf(good);
    }
  }

  @Test
  void aProgramThatReadsOnlyTheBeginningHasFinishedWell() throws Exception {
    in.write(numbers(5_000));
    try (Worker worker =
        worker(Command.of("head", "-n", "1"))
            .perTransaction()
            .transaction(5_000, Duration.ofSeconds(1))
            .start()) {
      Eventually.holds("all is counted", () -> worker.status().records() == 5_000);
      assertThat(worker.status().restarts()).isZero();
    }
  }

  @Test
  void aProcessThatTakesTooLongFails() throws Exception {
    in.write("x");
    WorkerSpec spec =
        worker(Command.of("sleep", "1000"))
            .perTransaction()
            .dead(dead.name)
            .attempts(1)
            .limit(Duration.ofMillis(500));
    try (Worker _ = spec.start()) {
      assertThat(header(dead.read(1).getFirst(), "reason")).contains("500ms");
    }
  }

  @Test
  void aTimeLimitThatOutlastsTheTransactionIsRefused() {
    Map<String, String> client = new java.util.HashMap<>(Topic.client(brokers));
    client.put("transaction.timeout.ms", "10000");
    assertThatThrownBy(
            () -> worker(Command.of("sort")).perTransaction().client(client).start().close())
        .isInstanceOfSatisfying(
            KafkaTaskException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MISCONFIGURED))
        .hasMessageContaining("transaction.timeout.ms=10000");
  }
}
