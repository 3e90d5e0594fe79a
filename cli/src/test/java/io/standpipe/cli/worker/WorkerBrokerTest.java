package io.standpipe.cli.worker;

import static io.standpipe.cli.kafka.Cluster.header;
import static io.standpipe.cli.kafka.Cluster.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.cli.StandpipeRunner;
import io.standpipe.cli.kafka.Cluster;
import io.standpipe.cli.progress.WatchedTerminal;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code worker} on a real broker. */
@Tag("broker")
class WorkerBrokerTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final String CTRL_C = "\003";

  /** Fails on one record, and answers the others. */
  private static final List<String> PICKY =
      List.of(
          "sh",
          "-c",
          "while read -r l; do [ \"$l\" != bad ] || { echo oops >&2; exit 3; }; echo \"<$l>\"; done");

  private static Cluster cluster;

  @TempDir Path folder;
  private String in;
  private String out;

  @BeforeAll
  static void startBroker() throws IOException {
    cluster = new Cluster();
  }

  @AfterAll
  static void stopBroker() {
    cluster.close();
  }

  @BeforeEach
  void createTopics() throws IOException {
    in = cluster.topic("in", 2);
    out = cluster.topic("out", 2);
  }

  private Command worker(List<String> options, List<String> program) throws IOException {
    return worker(cluster.config(folder), options, program);
  }

  private Command worker(Path config, List<String> options, List<String> program) {
    List<String> words =
        new ArrayList<>(List.of("worker", "--from", "kafka:" + in, "--to", "kafka:" + out));
    words.addAll(List.of("--config", config.toString()));
    words.addAll(options);
    words.add("--");
    words.addAll(program);
    return StandpipeRunner.command(words.toArray(String[]::new));
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(n -> "value " + n).toList();
  }

  private static Child started(Command worker) throws IOException {
    Child child = worker.stderr(Redirect.pipe()).start();
    String first = Framing.lines().reader(child.stderr()).readText();
    assertThat(first).startsWith("standpipe: kafka:").contains(": started with ");
    return child;
  }

  /** As a shell and a supervisor see it: 143 for SIGTERM. */
  private static void assertDiesOf(Child child, Signal signal) throws InterruptedException {
    assertThat(child.await(LIMIT)).contains(new ExitStatus.Signaled(signal, false));
  }

  @Test
  void anUnmodifiedProgramAnswersEachRecordOnceAndASignalEndsItCleanly() throws Exception {
    Path log = folder.resolve("log");
    Command upper =
        worker(List.of("--lanes", "2", "--log", log.toString()), List.of("tr", "a-z", "A-Z"));
    cluster.put(in, numbers(0, 1000));
    for (int round = 1; round <= 2; round++) {
      try (Child child = started(upper)) {
        List<ConsumerRecord<String, String>> answers = cluster.take(out, round * 1000);
        child.signal(Signal.TERM);

        assertDiesOf(child, Signal.TERM);
        assertThat(child.descendants()).isEmpty();
        assertThat(texts(answers)).doesNotHaveDuplicates().contains("VALUE 0", "VALUE 999");
        assertThat(answers).hasSize(round * 1000).allMatch(a -> a.key() != null);
      }
      assertThat(Files.readString(log)).endsWith("\"exitCode\":143}\n").contains("\"lanes\":2");
      cluster.put(in, numbers(1000, 2000));
    }
  }

  @Test
  void aRecordThatTheProgramFailsOnIsADeadLetterWithTheReason() throws Exception {
    String dead = cluster.topic("dead", 1);
    cluster.put(in, List.of("one", "bad", "two"));
    try (Child child = started(worker(List.of("--dead", "kafka:" + dead), PICKY))) {
      assertThat(texts(cluster.take(out, 2))).containsExactlyInAnyOrder("<one>", "<two>");
      ConsumerRecord<String, String> letter = cluster.take(dead, 1).getFirst();
      assertThat(letter.value()).isEqualTo("bad");
      assertThat(letter.key()).isEqualTo("1");
      assertThat(header(letter, "standpipe.exit")).isEqualTo("exited with code 3");
      assertThat(header(letter, "standpipe.stderr")).contains("oops");
      child.signal(Signal.INT);
      assertDiesOf(child, Signal.INT);
    }
  }

  @Test
  void withoutATopicForItThatRecordEndsTheWorkerWith65() throws Exception {
    cluster.put(in, List.of("bad"));

    var result = StandpipeRunner.run(worker(List.of("--attempts", "1"), PICKY)).exits(65);

    assertThat(result.err().lines())
        .last()
        .asString()
        .startsWith("standpipe: ")
        .contains("exited with code 3", "--dead");
  }

  @Test
  void aProgramThatFailsAlwaysUsesItsRestartsUpWhichIs70() throws Exception {
    cluster.put(in, List.of("x"));

    var result =
        StandpipeRunner.run(
            worker(List.of("--restarts", "1", "--attempts", "9"), List.of("false")));

    result.exits(70);
    assertThat(result.err().lines())
        .last()
        .asString()
        .contains("exited with code 1", "standpipe run", "--restarts");
  }

  @Test
  void aTopicThatIsNotThereIs66() throws Exception {
    in = "nosuch";
    StandpipeRunner.run(worker(List.of(), List.of("cat")))
        .exits(66)
        .saysOneLine("topic nosuch", "create the topic first");
  }

  @Test
  void aBrokerThatIsNotThereIs69AfterTheTimeLimit() throws Exception {
    Path nowhere = Files.writeString(folder.resolve("nowhere"), "bootstrap.servers=127.0.0.1:1\n");
    StandpipeRunner.run(worker(nowhere, List.of("--timeout=500ms"), List.of("cat")))
        .exits(69)
        .saysOneLine("127.0.0.1:1", "within 500ms", "--config", "--timeout");
  }

  @Test
  void aProgramThatIsNotThereIs127() throws Exception {
    cluster.put(in, List.of("x"));
    StandpipeRunner.run(worker(List.of(), List.of("/no/such/program"))).exits(127);
  }

  @Test
  void propertiesThatContradictItAre78() throws Exception {
    Path config = cluster.config(folder);
    Files.writeString(config, Files.readString(config) + "enable.idempotence=false\n");
    var result = StandpipeRunner.run(worker(config, List.of(), List.of("cat"))).exits(78);

    assertThat(result.err().lines()).last().asString().contains("enable.idempotence=false");
  }

  /** Under standpipe run, which several programs are. */
  @Test
  void severalProgramsAreOne() throws Exception {
    cluster.put(in, List.of("a", "b"));
    List<String> two = List.of("tr", "a-z", "A-Z", "::", "sed", "s/$/!/");
    try (Child _ = started(worker(List.of(), two))) {
      assertThat(texts(cluster.take(out, 2))).containsExactlyInAnyOrder("A!", "B!");
    }
  }

  @Test
  void aProcessForEachTransactionAnswersItsRecordsTogether() throws Exception {
    in = cluster.topic("words", 1);
    cluster.put(in, List.of("b", "a", "b"));
    List<String> options = List.of("--answers", "run");
    try (Child _ = started(worker(options, List.of("sort", "::", "uniq", "-c")))) {
      int counted = 0;
      List<ConsumerRecord<String, String>> answers = cluster.take(out, 2);
      for (ConsumerRecord<String, String> answer : answers) {
        assertThat(answer.key()).isNull();
        assertThat(answer.value()).matches(" *[0-9]+ [ab]");
        counted += Integer.parseInt(answer.value().strip().split(" ", -1)[0]);
      }
      assertThat(counted).isEqualTo(3); // of one transaction, or of several
    }
  }

  @Test
  void tiedProgramsEndWithAWorkerThatIsKilled() throws Exception {
    cluster.put(in, List.of("a"));
    List<String> stubborn = List.of("sh", "-c", "sed -u 's/$/!/'; exec sleep 1000");
    try (Child child = started(worker(List.of("--tied"), stubborn))) {
      assertThat(texts(cluster.take(out, 1))).containsExactly("a!");
      List<ProcessHandle> programs =
          child.descendants().stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
      assertThat(programs).isNotEmpty();

      child.signal(Signal.KILL);

      for (ProcessHandle program : programs) {
        program.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void onATerminalItShowsHowItGetsOnUntilCtrlC() throws Exception {
    cluster.put(in, numbers(0, 3));
    String warns = "echo careful >&2; exec cat";
    Command worker = worker(List.of(), List.of("sh", "-c", warns));
    try (var terminal = WatchedTerminal.start(worker, 120, 24)) {
      terminal.await(
          "figures",
          picture ->
              picture.rows().stream().anyMatch(row -> row.contains("waiting for records"))
                  && picture.rows().stream().anyMatch(row -> row.startsWith("3 records  ")));
      terminal.child().terminal().writer().write(CTRL_C);

      List<String> rows = terminal.end().rows();
      assertThat(rows).contains("careful");
      assertThat(rows)
          .last()
          .asString()
          .matches(
              "3 records  in [0-9.ms]+  0 dead letters  0 restarts  kafka:"
                  + in
                  + " . kafka:"
                  + out);
      assertDiesOf(terminal.child(), Signal.INT);
    }
  }
}
