package io.standpipe.cli.fifo;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.cli.StandpipeRunner;
import io.standpipe.cli.kafka.Cluster;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fifo serve kafka:TOPIC} and {@code fifo call kafka:TOPIC} on a real broker. */
@Tag("broker")
class RemoteServeBrokerTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  /** Counts its requests, which tells a program from its successor. */
  private static final String COUNTER =
      "n=0; while read -r l; do case $l in die) exit 3;; esac; n=$((n+1)); echo \"$n $l\"; done";

  private static Cluster cluster;

  @TempDir Path folder;
  private String requests;

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
    requests = cluster.topic("requests", 1);
    cluster.topicNamed(requests + ".replies", 1);
  }

  private Command fifo(String verb, String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("fifo", verb));
    all.addAll(List.of("--config", cluster.config(folder).toString()));
    all.addAll(List.of(words));
    return StandpipeRunner.command(all.toArray(String[]::new));
  }

  private StandpipeRunner.Result call(String text) throws Exception {
    return StandpipeRunner.run(fifo("call", "--timeout", "30s", "kafka:" + requests, text));
  }

  @Test
  void callsFromAnywhereAreAnsweredByOneProgram() throws Exception {
    Command serve = fifo("serve", "kafka:" + requests, "--", "sh", "-c", COUNTER);
    try (Child server = serve.stderr(Redirect.pipe()).start()) {
      FrameReader said = Framing.lines().reader(server.stderr());
      assertThat(said.readText()).endsWith(" answers at kafka:" + requests);

      call("6 * 7").exits(0).prints("1 6 * 7\n").saysNothing();
      call("die").exits(1).saysOneLine("call kafka:" + requests + ": ", "exited with code 3");
      assertThat(said.readText()).contains("exited with code 3 without an answer");
      call("again").exits(0).prints("1 again\n");

      server.signal(Signal.TERM);
      assertThat(server.await(LIMIT)).contains(new ExitStatus.Signaled(Signal.TERM, false));
      assertThat(server.descendants()).isEmpty();
    }
  }

  @Test
  void withoutAServerACallTimesOut() throws Exception {
    StandpipeRunner.run(fifo("call", "--timeout", "4s", "kafka:" + requests, "x"))
        .exits(124)
        .saysOneLine(requests);
  }

  @Test
  void aTopicThatIsNotThereIs66() throws Exception {
    StandpipeRunner.run(fifo("call", "kafka:nosuch", "x")).exits(66).saysOneLine("nosuch");
    StandpipeRunner.run(fifo("serve", "kafka:nosuch", "--", "cat"))
        .exits(66)
        .saysOneLine("nosuch", "create the topic first");
  }
}
