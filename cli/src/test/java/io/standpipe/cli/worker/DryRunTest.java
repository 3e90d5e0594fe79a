package io.standpipe.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import io.standpipe.cli.StandpipeRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {
  private static final List<String> TOPICS = List.of("--from", "kafka:in", "--to", "kafka:out");

  @TempDir Path folder;

  private static String of(String... words) {
    String[] all =
        Stream.of(List.of("worker", "--dry-run"), TOPICS, Arrays.asList(words))
            .flatMap(List::stream)
            .toArray(String[]::new);
    return StandpipeRunner.call(all).exits(0).saysNothing().out();
  }

  @Test
  void itTellsWhatWouldRunAndWhatIsPromised() {
    assertThat(of("--", "tr", "a-z", "A-Z"))
        .isEqualTo(
            """
            Would run, as 1 lane in group standpipe-in-out:
              records from     kafka:in at localhost:9092
              program          tr a-z A-Z
              answers to       kafka:out
              dead letters to  none: a record that fails ends the worker with status 65
              framing          lines
              an answer is     one
              time for each    30s
              on failure       after 10ms, doubling to 30s, at most 20 restarts in a row; 3 attempts a record
              tombstones       pass by the program
              properties       bootstrap.servers

            Promised:
              - The answers to each record, or the record as a dead letter, appear exactly
                once to readers with isolation.level=read_committed.
              - The answers to the records of a partition are in the order of the records.
              - A worker that ends or is killed leaves its partitions to others, which begin
                where it committed.
              - A record on which the program fails 3 times ends the worker, and is the next
                one that a worker of this group reads.

            Not promised:
              - What the program does elsewhere, in files or databases, may happen more than
                once.
              - What the program has in memory is lost when it is started again.
            """);
  }

  @Test
  void eachOptionShows() {
    String text =
        of(
            "--dead=kafka:in.dead",
            "--lanes=4",
            "--group=g",
            "--framing=netstring",
            "--answers=until=END",
            "--limit=5s",
            "--attempts=7",
            "--restarts=unlimited",
            "--tombstones=skip",
            "--delivery=at-least-once",
            "--",
            "cat");

    assertThat(text)
        .contains(
            "as 4 lanes in group g",
            "dead letters to  kafka:in.dead",
            "framing          netstring",
            "an answer is     until \"END\"",
            "time for each    5s",
            "any number of restarts in a row; 7 attempts a record",
            "are skipped",
            "appear at least\n",
            "is a dead letter")
        .doesNotContain("exactly once");
  }

  @Test
  void aProcessForEachTransactionPromisesOtherThings() {
    assertThat(of("--answers", "run", "--emit", "key=id", "--", "sort", "::", "uniq", "-c"))
        .contains(
            "program          sort :: uniq -c",
            "an answer is     the whole output of a process for each transaction, key: id",
            "Each record is in the input of exactly one process whose output",
            "reach the program in their order")
        .doesNotContain("The answers to each record");
  }

  @Test
  void secretsAmongThePropertiesDoNotShow() throws Exception {
    Path config = folder.resolve("client.properties");
    Files.writeString(
        config,
        "bootstrap.servers=broker:9093\nssl.keystore.password=hunter2\nsasl.jaas.config=x\n");

    assertThat(of("--config", config.toString(), "--", "cat"))
        .contains(
            "kafka:in at broker:9093",
            "properties       bootstrap.servers, sasl.jaas.config, ssl.keystore.password")
        .doesNotContain("hunter2");
  }

  /** Kafka's classes take half a second to load. */
  @Test
  void nothingOfKafkaIsLoaded() throws Exception {
    Path log = folder.resolve("classes");
    List<String> words = StandpipeRunner.command("worker", "--dry-run").words();
    var logged = new ArrayList<>(words);
    logged.add(1, "-Xlog:class+load:file=" + log);
    logged.addAll(TOPICS);
    logged.addAll(List.of("--", "cat"));
    StandpipeRunner.run(Command.of(logged)).exits(0);

    assertThat(Files.readString(log))
        .contains("io.standpipe.cli.worker.DryRun ")
        .doesNotContain(" org.apache.kafka", " io.standpipe.kafka", " org.slf4j");
  }
}
