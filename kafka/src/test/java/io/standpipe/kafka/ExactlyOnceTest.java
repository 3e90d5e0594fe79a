package io.standpipe.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import io.standpipe.broker.Brokers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each record of the input has its answer once and in its partition's order, or is a dead letter
 * once, whatever was killed in the middle of transactions: programs, workers, leaders.
 *
 * <p>{@code -Dstandpipe.test.records=1000000 -Dstandpipe.test.kills=100} makes a soak of it.
 */
@Tag("broker")
@Timeout(1800)
class ExactlyOnceTest {
  private static final int RECORDS = Integer.getInteger("standpipe.test.records", 300_000);
  private static final int KILLS = Integer.getInteger("standpipe.test.kills", 50);
  private static final int PARTITIONS = 6;
  private static final int WORKERS = 2;
  private static final int POISON_EVERY = 20_011;

  /** It flushes when it has nothing more to read, as a program that cares for speed does. */
  private static final String PROGRAM =
      """
      import os, select, sys
      ready = select.poll()
      ready.register(0, select.POLLIN)
      rest = b""
      while True:
          chunk = os.read(0, 65536)
          if not chunk: break
          lines = (rest + chunk).split(b"\\n")
          rest = lines.pop()
          out = []
          for line in lines:
              if b"poison" in line:
                  sys.stdout.buffer.write(b"".join(out)); sys.stdout.flush()
                  os._exit(3)
              out.append(b"<" + line + b">\\n")
          sys.stdout.buffer.write(b"".join(out)); sys.stdout.flush()
      """;

  @Test
  void whateverIsKilledEachRecordIsAnsweredOnceInOrderOrBuriedOnce() throws Exception {
    try (Brokers brokers = Brokers.start(3)) {
      Topic in = Topic.create(brokers, "in", PARTITIONS);
      Topic out = Topic.create(brokers, "out", PARTITIONS);
      Topic dead = Topic.create(brokers, "dead", 1);
      var poison = new TreeSet<String>();
      List<List<String>> expected = produce(in, poison);
      try (var workers = new WorkerProcesses(brokers, in, out, dead, WORKERS, program())) {
        var kills = new Kills(brokers, workers, in);
        try (KafkaConsumer<byte[], byte[]> consumer = out.consumer()) {
          verify(consumer, expected, kills);
        }
        System.err.println("exactly once: " + RECORDS + " records; killed " + kills);
        assertThat(kills.inTransactions()).isGreaterThanOrEqualTo(KILLS);
        assertThat(kills.ofLeaders()).isPositive();
      }
      assertThat(dead.read(poison.size()))
          .extracting(each -> new String(each.value(), UTF_8))
          .containsExactlyInAnyOrderElementsOf(poison);
    }
  }

  private static Command program() {
    return Command.of("python3", "-c", PROGRAM);
  }

  /** Returns what each partition of the output must have. */
  private static List<List<String>> produce(Topic in, Set<String> poison) throws Exception {
    var expected = new ArrayList<List<String>>();
    var values = new ArrayList<String>();
    for (int i = 0; i < PARTITIONS; i++) {
      expected.add(new ArrayList<>());
    }
    int offset = ThreadLocalRandom.current().nextInt(POISON_EVERY);
    for (int i = 0; i < RECORDS; i++) {
      boolean bad = (i + offset) % POISON_EVERY < 2; // two at a time, in neighbouring partitions
      String value = (bad ? "poison " : "record ") + i;
      values.add(value);
      if (bad) {
        poison.add(value);
      } else {
        expected.get(i % PARTITIONS).add("<" + value + ">");
      }
    }
    in.write(values);
    return expected;
  }

  /** Reads all answers and compares each; kills meanwhile. */
  private static void verify(
      KafkaConsumer<byte[], byte[]> consumer, List<List<String>> expected, Kills kills)
      throws Exception {
    int left = expected.stream().mapToInt(List::size).sum();
    int[] next = new int[PARTITIONS];
    int all = left;
    while (left > 0) {
      for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
        int partition = each.partition();
        assertThat(new String(each.value(), UTF_8))
            .as("answer %d of partition %d", next[partition], partition)
            .isEqualTo(expected.get(partition).get(next[partition]));
        next[partition]++;
        left--;
      }
      if ((long) kills.inTransactions() * all < (long) (all - left) * KILLS + all) {
        kills.one();
      }
    }
    assertThat(consumer.poll(Duration.ofSeconds(2)).count()).as("answers after the last").isZero();
  }
}
