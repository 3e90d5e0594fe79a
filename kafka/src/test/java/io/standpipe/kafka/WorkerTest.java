package io.standpipe.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Command;
import io.standpipe.RestartPolicy;
import io.standpipe.conversation.Answers;
import io.standpipe.framing.Framing;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import io.standpipe.kafka.worker.Delivery;
import io.standpipe.kafka.worker.Tombstones;
import io.standpipe.testing.Eventually;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class WorkerTest extends WorkerFixture {
  private void assertAnswered(List<String> values) throws Exception {
    Map<Integer, List<String>> answers = out.values(values.size());
    for (int i = 0; i < in.partitions; i++) {
      assertThat(answers.getOrDefault(i, List.of())).isEqualTo(expected(values, i));
    }
  }

  @Test
  void eachRecordIsAnsweredOnceInTheOrderOfItsPartition() throws Exception {
    List<String> values = numbers(10_000);
    in.write(values);
    try (Worker worker = worker(capitals("")).lanes(2).start()) {
      assertAnswered(values);
      Eventually.holds("all is counted", () -> worker.status().records() == values.size());
      assertThat(worker.status())
          .matches(s -> s.answers() == values.size() && s.restarts() == 0 && s.deadLetters() == 0);
    }
  }

  @Test
  void keyHeadersTimestampAndPartitionArePassedOn() throws Exception {
    try (var producer = in.producer()) {
      var record =
          new ProducerRecord<>(
              in.name, 2, 1_234_567L, new byte[] {0, (byte) 0xff}, "x".getBytes(UTF_8));
      record.headers().add("h", new byte[] {1}).add("h", null);
      producer.send(record).get();
    }
    try (Worker _ = worker(capitals("")).start()) {
      ConsumerRecord<byte[], byte[]> answer = out.read(1).getFirst();
      assertThat(answer.key()).containsExactly(0, 0xff);
      assertThat(answer.timestamp()).isEqualTo(1_234_567L);
      assertThat(answer.partition()).isEqualTo(2);
      assertThat(answer.headers()).extracting(Header::key).containsExactly("h", "h");
      assertThat(answer.value()).asString().isEqualTo("X");
    }
  }

  @Test
  void binaryValuesComeBackByteForByte() throws Exception {
    byte[] all = new byte[100_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i * 31);
    }
    try (var producer = in.producer()) {
      for (byte[] value : List.of(all, new byte[0], "\n\n".getBytes(UTF_8), new byte[] {-1})) {
        var _ = producer.send(new ProducerRecord<>(in.name, 0, null, value));
      }
    }
    try (Worker _ =
        worker(Command.of("cat")).framing(Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN)).start()) {
      assertThat(out.read(4))
          .extracting(ConsumerRecord::value)
          .containsExactly(all, new byte[0], "\n\n".getBytes(UTF_8), new byte[] {-1});
    }
  }

  @Test
  void anAnswerMayHaveSeveralRecordsOrNone() throws Exception {
    in.write("3", "0", "2");
    Command counts =
        python(
            """
            import sys
            for line in sys.stdin:
                n = int(line)
                print(n, *["x%d" % i for i in range(n)], sep="\\n", flush=True)
            """);
    try (Worker worker = worker(counts).answers(Answers.counted()).start()) {
      assertThat(out.values(5))
          .isEqualTo(Map.of(0, List.of("x0", "x1", "x2"), 2, List.of("x0", "x1")));
      Eventually.holds("all is counted", () -> worker.status().records() == 3);
    }
  }

  @Test
  void answersByKeyKeepTheOrderOfTheirRecords() throws Exception {
    Topic one = Topic.create(brokers, "one", 1);
    Topic to = Topic.create(brokers, "to", 1);
    one.write("a=1", "b=2", "c=3", "d=4");
    Command reversed =
        python(
            """
            import sys
            lines = []
            for line in sys.stdin:
                lines.append(line)
                if len(lines) == 2:
                    print(*reversed(lines), sep="", end="", flush=True)
                    lines = []
            """);
    Answers byKey = Answers.key(Pattern.compile("^[a-z]"));
    try (Worker _ =
        Worker.of(reversed)
            .from(one.name)
            .to(to.name)
            .client(Topic.client(brokers))
            .answers(byKey)
            .start()) {
      assertThat(to.values(4)).isEqualTo(Map.of(0, List.of("a=1", "b=2", "c=3", "d=4")));
    }
  }

  @Test
  void aRecordAtWhichTheProgramFailsIsADeadLetterAndNoOther() throws Exception {
    List<String> values = new ArrayList<>(numbers(600));
    List<String> poison = List.of("poison first", "poison second", "poison last");
    values.set(0, poison.get(0));
    values.set(3, poison.get(1)); // the next one of the partition
    values.set(values.size() - 1, poison.get(2));
    in.write(values);
    String fails = "if line.startswith('poison'): sys.stderr.write('cannot: ' + line); sys.exit(3)";
    try (Worker worker = worker(capitals(fails)).dead(dead.name).start()) {
      List<ConsumerRecord<byte[], byte[]>> letters = dead.read(3);
      assertThat(letters)
          .extracting(each -> new String(each.value(), UTF_8))
          .containsExactlyInAnyOrderElementsOf(poison);
      for (ConsumerRecord<byte[], byte[]> letter : letters) {
        assertThat(header(letter, "topic")).isEqualTo(in.name);
        assertThat(header(letter, "failures")).isEqualTo("3");
        assertThat(header(letter, "exit")).contains("3");
        assertThat(header(letter, "stderr")).startsWith("cannot: poison");
      }
      List<String> good = new ArrayList<>(values);
      good.removeAll(poison);
      Map<Integer, List<String>> answers = out.values(good.size());
      for (int i = 0; i < in.partitions; i++) {
        List<String> all = expected(values, i);
        all.removeIf(each -> each.startsWith("POISON"));
        assertThat(answers.get(i)).isEqualTo(all);
      }
      assertThat(worker.status().deadLetters()).isEqualTo(3);
    }
  }

  @Test
  void withoutATopicForThemADeadLetterEndsTheWorkerAndTheRecordsBeforeItAreAnswered()
      throws Exception {
    Topic one = Topic.create(brokers, "one", 1);
    one.write("a", "b", "poison", "c");
    try (Worker worker =
        Worker.of(capitals("if line == 'poison': sys.exit(1)"))
            .from(one.name)
            .to(out.name)
            .client(Topic.client(brokers))
            .start()) {
      assertThatThrownBy(worker::await)
          .isInstanceOfSatisfying(
              KafkaTaskException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.NO_DEAD_LETTER_TOPIC))
          .hasMessageContaining("record 2 of " + one.name + "-0");
    }
    assertThat(out.read(2)).hasSize(2);
  }

  @Test
  void aProgramThatExitsByItselfCostsNoRecordItsAttempts() throws Exception {
    in.write("a", "b", "c");
    WorkerSpec spec =
        worker(Command.of("sh", "-c", "sleep 0.05; echo broken >&2; exit 7"))
            .dead(dead.name)
            .restarts(RestartPolicy.standard().budget(6));
    try (Worker worker = spec.start()) {
      assertThatThrownBy(worker::await)
          .isInstanceOfSatisfying(
              KafkaTaskException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.RESTARTS_USED_UP))
          .hasMessageContaining("7 times in a row")
          .hasMessageContaining("exited with code 7")
          .hasMessageContaining("broken");
      assertThat(worker.status().deadLetters()).isZero();
    }
  }

  @Test
  void aProgramThatDoesNotAnswerInTimeIsDiagnosedInTheDeadLetter() throws Exception {
    in.write("a", "silent", "c");
    try (Worker _ =
        worker(capitals("if line == 'silent': time.sleep(1000)"))
            .dead(dead.name)
            .attempts(2)
            .limit(Duration.ofMillis(700))
            .start()) {
      ConsumerRecord<byte[], byte[]> letter = dead.read(1).getFirst();
      assertThat(letter.value()).asString().isEqualTo("silent");
      assertThat(header(letter, "reason")).contains("700ms");
      assertThat(letter.headers().lastHeader("standpipe.diagnosis")).isNotNull();
      out.read(2);
    }
  }

  @Test
  void aProgramThatAnswersTwiceIsFoundOut() throws Exception {
    in.write("a", "b", "c");
    Command twice = python("import sys\nfor l in sys.stdin: print(l + l, end='', flush=True)");
    WorkerSpec spec = worker(twice).dead(dead.name).restarts(RestartPolicy.standard().budget(20));
    try (Worker _ = spec.start()) {
      List<ConsumerRecord<byte[], byte[]>> letters = dead.read(1);
      assertThat(header(letters.getFirst(), "reason"))
          .contains("came while no question was in flight");
    }
  }

  @Test
  void aValueThatTheFramingCannotCarryIsADeadLetterAndNotSplit() throws Exception {
    in.write("a", "two\nlines", "c");
    try (Worker worker = worker(capitals("")).dead(dead.name).start()) {
      assertThat(dead.read(1).getFirst().value()).asString().isEqualTo("two\nlines");
      assertThat(out.values(2)).isEqualTo(Map.of(0, List.of("A"), 2, List.of("C")));
      assertThat(worker.status().restarts()).isZero();
    }
  }

  @Test
  void aValueLargerThanTheFramingOrTheOutputTopicTakesIsADeadLetter() throws Exception {
    Topic big = Topic.create(brokers, "big", 1, Map.of("max.message.bytes", "30000000"));
    Topic to = Topic.create(brokers, "to", 1);
    Topic buried = Topic.create(brokers, "buried", 1, Map.of("max.message.bytes", "30000000"));
    Map<String, String> client = new HashMap<>(Topic.client(brokers));
    client.put("max.request.size", "30000000");
    big.write("a", "x".repeat(20_000_000), "y".repeat(3_000_000), "c");
    try (Worker worker =
        worker(capitals("")).from(big.name).to(to.name).dead(buried.name).client(client).start()) {
      assertThat(buried.read(2))
          .extracting(each -> each.value().length)
          .containsExactly(20_000_000, 3_000_000);
      assertThat(to.values(2)).isEqualTo(Map.of(0, List.of("A", "C")));
      assertThat(worker.status().deadLetters()).isEqualTo(2);
    }
  }

  @Test
  void tombstonesPassByTheProgramInTheirTurnOrAreSkipped() throws Exception {
    Topic one = Topic.create(brokers, "one", 1);
    try (var producer = one.producer()) {
      var _ = producer.send(one.record(0, "a"));
      var _ = producer.send(one.record(0, null));
      var _ = producer.send(one.record(0, "b"));
    }
    WorkerSpec spec = Worker.of(capitals("")).from(one.name).client(Topic.client(brokers));
    try (Worker _ = spec.to(out.name).start()) {
      List<ConsumerRecord<byte[], byte[]>> records = out.read(3);
      assertThat(records).filteredOn(each -> each.value() == null).hasSize(1);
    }
    Topic other = Topic.create(brokers, "other", 1);
    try (Worker _ = spec.to(other.name).tombstones(Tombstones.SKIP).start()) {
      assertThat(other.values(2)).isEqualTo(Map.of(0, List.of("A", "B")));
    }
  }

  @Test
  void whatDiesInTheMiddleLosesAndRepeatsNothing() throws Exception {
    List<String> values = numbers(6_000);
    in.write(values);
    // Each process dies after some answers, in the middle of whatever transaction that is.
    Command mortal =
        python(
            """
            import os, random, sys
            for line in sys.stdin:
                if random.random() < 0.003: os.kill(os.getpid(), 9)
                print(line.upper(), end="", flush=True)
            """);
    try (Worker worker = worker(mortal).lanes(2).dead(dead.name).start()) {
      assertAnswered(values);
      assertThat(worker.status().deadLetters()).isZero();
    }
  }

  @Test
  void aSlowProgramNeverLivelocks() throws Exception {
    List<String> values = numbers(600);
    in.write(values);
    try (Worker _ = worker(capitals("time.sleep(0.005)")).start()) {
      assertAnswered(values);
    }
  }

  @Test
  void whatCannotWorkIsRefusedAtTheStart() {
    WorkerSpec spec = worker(Command.of("cat"));
    assertReason(spec.to(in.name), Reason.MISCONFIGURED, "its output would be its input again");
    assertReason(spec.from("no-such-topic"), Reason.NO_TOPIC, "no-such-topic");
    assertReason(
        spec.client(Map.of("bootstrap.servers", "127.0.0.1:1")).connectLimit(Duration.ofSeconds(1)),
        Reason.UNREACHABLE,
        "127.0.0.1:1");
    Map<String, String> impatient = new HashMap<>(Topic.client(brokers));
    impatient.put("transaction.timeout.ms", "6000");
    assertReason(
        spec.client(impatient).transaction(1000, Duration.ofSeconds(2)),
        Reason.MISCONFIGURED,
        "transaction.timeout.ms=6000");
  }

  @Test
  void aPropertyThatContradictsTheWorkerIsRefusedAtTheStart() {
    for (String property : List.of("session.timeout.ms", "isolation.level", "enable.auto.commit")) {
      Map<String, String> client = new HashMap<>(Topic.client(brokers));
      client.put(property, property.equals("isolation.level") ? "read_uncommitted" : "true");
      assertReason(worker(Command.of("cat")).client(client), Reason.MISCONFIGURED, property);
    }
  }

  private static void assertReason(WorkerSpec spec, Reason reason, String says) {
    assertThatThrownBy(() -> spec.start().close())
        .isInstanceOfSatisfying(
            KafkaTaskException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(says);
  }

  @Test
  void aProgramThatIsNotThereEndsTheWorker() throws Exception {
    try (Worker worker = worker(Command.of("no-such-program")).start()) {
      assertThatThrownBy(worker::await)
          .isInstanceOfSatisfying(
              KafkaTaskException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.PROGRAM_NOT_FOUND));
    }
  }

  @Test
  void atLeastOnceAnswersAllToo() throws Exception {
    List<String> values = numbers(3_000);
    in.write(values);
    try (Worker _ = worker(capitals("")).delivery(Delivery.AT_LEAST_ONCE).start()) {
      assertAnswered(values);
    }
  }
}
