package io.standpipe.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.broker.Brokers;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import io.standpipe.testing.Background;
import io.standpipe.testing.Bytes;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that go away, and bridges and servers that are killed or stopped in the middle. */
@SuppressWarnings("try") // some are closed early
class BridgeFailureTest {
  private static Brokers brokers;
  private static Map<String, String> client;

  @TempDir private Path folder;
  private String topic;
  private Path in;
  private Path out;

  @BeforeAll
  static void startBroker() throws IOException {
    brokers = Brokers.start(1);
    client = new HashMap<>(Topic.client(brokers));
    // A client notices only after this time that a broker no longer answers a request which it got
    // before it was stopped; Kafka's default is 30 s.
    client.put("request.timeout.ms", "5000");
  }

  @AfterAll
  static void stopBroker() {
    brokers.close();
  }

  @BeforeEach
  void createTopic() throws Exception {
    topic = Topic.create(brokers, "bridge", 1).name;
    in = folder.resolve("in");
    out = folder.resolve("out");
  }

  private static Child process(String... words) throws Exception {
    Child started =
        Command.self(BridgeProcess.class, words)
            .stdin(Redirect.pipe())
            .stdout(Redirect.pipe())
            .tied()
            .start();
    assertThat(lines(started).read(Eventually.LIMIT).text()).isEqualTo("started");
    return started;
  }

  private static FrameReader lines(Child process) {
    return Framing.lines().reader(process.stdout());
  }

  private FifoBridge inbound() throws Exception {
    return FifoToTopic.of(in, topic).client(client).start();
  }

  private FifoBridge outbound() throws Exception {
    return TopicToFifo.of(topic, out).client(client).start();
  }

  private static void write(Path fifo, byte[] bytes) throws Exception {
    try (PipeWriter writer = Fifo.at(fifo).openWriter(Eventually.LIMIT)) {
      writer.write(ByteBuffer.wrap(bytes), Eventually.LIMIT);
    }
  }

  private static byte[] read(Path fifo) throws Exception {
    try (PipeReader reader = Fifo.at(fifo).openReader(Eventually.LIMIT)) {
      return reader.readAllBytes(Eventually.LIMIT);
    }
  }

  /** A broker that was silent for too long is fenced, and takes no new topic for a moment. */
  private static void resumeBroker() {
    brokers.resume();
    Eventually.holds(
        "the broker takes new topics",
        () -> {
          try {
            Topic _ = Topic.create(brokers, "resumed", 1);
            return true;
          } catch (IOException e) {
            return false;
          }
        });
  }

  @Test
  @Tag("broker")
  @Tag("slow")
  void whatAKilledBridgeHasTornIsNeverSeen() throws Exception {
    byte[] random = Bytes.random(500_000, 20);
    try (FifoBridge there = outbound()) {
      String servers = brokers.bootstrapServers();
      try (Child here = process("in", servers, in.toString(), topic);
          PipeWriter writer = Fifo.at(in).openWriter(Eventually.LIMIT)) {
        writer.write(ByteBuffer.wrap(random), Eventually.LIMIT);
        Eventually.holds("the bridge has read it", () -> writer.queued() == 0);
        here.signal(Signal.KILL);
        ExitStatus _ = here.await();
      }
      try (FifoBridge _ = inbound()) {
        write(in, random);
        assertThat(read(out)).isEqualTo(random);
      }
      Eventually.holds("one has passed", () -> there.sessions() == 1);
    }
  }

  @Test
  @Tag("broker")
  @Tag("slow")
  void whatAKilledBridgeHasNotDeliveredTheNextOneDelivers() throws Exception {
    byte[] random = Bytes.random(3_000_000, 21);
    try (FifoBridge here = inbound()) {
      try (Child there = process("out", brokers.bootstrapServers(), topic, out.toString())) {
        write(in, random);
        try (PipeReader reader = Fifo.at(out).openReader(Eventually.LIMIT)) {
          assertThat(reader.read(ByteBuffer.allocate(10), Eventually.LIMIT)).isEqualTo(10);
          there.signal(Signal.KILL);
          ExitStatus _ = there.await();
          assertThat(reader.readAllBytes(Eventually.LIMIT)).hasSizeLessThan(random.length);
        }
      }
      try (FifoBridge _ = outbound()) {
        assertThat(read(out)).isEqualTo(random);
      }
      assertThat(here.sessions()).isEqualTo(1);
    }
  }

  @Test
  @Tag("broker")
  @Tag("slow")
  void whileTheBrokerIsAwayTheBridgesWait() throws Exception {
    byte[] random = Bytes.random(2_000_000, 22);
    try (FifoBridge here = inbound();
        FifoBridge there = outbound()) {
      write(in, random);
      Eventually.holds("it is in the topic", () -> here.sessions() == 1);
      try (PipeReader reader = Fifo.at(out).openReader(Eventually.LIMIT)) {
        brokers.stopNode(1);
        var writing = Background.start(ThreadKind.VIRTUAL, () -> writeAndReturn(random));
        brokers.restartNode(1);
        assertThat(reader.readAllBytes(Eventually.LIMIT)).isEqualTo(random);
        assertThat(writing.outcome()).isNull();
      }
      assertThat(read(out)).isEqualTo(random);
      Eventually.holds("both have passed", () -> there.sessions() == 2);
      assertThat(there.dropped()).isZero();
    }
  }

  private Void writeAndReturn(byte[] bytes) throws Exception {
    write(in, bytes);
    return null;
  }

  @Test
  @Tag("broker")
  @Tag("slow")
  void closeEndsInTimeWhileTheBrokerIsSilent() throws Exception {
    var hasty = FifoToTopic.of(in, topic).client(client).grace(Duration.ofMillis(100));
    try (FifoBridge here = hasty.start();
        FifoBridge there = outbound();
        PipeWriter writer = Fifo.at(in).openWriter(Eventually.LIMIT)) {
      writer.write("half of ");
      Eventually.holds("the bridge has read it", () -> writer.queued() == 0);
      brokers.suspend();
      try {
        here.close();
        there.close();
        assertThat(here.await(Duration.ZERO)).isTrue();
        assertThat(there.await(Duration.ZERO)).isTrue();
      } finally {
        resumeBroker();
      }
    }
  }

  @Test
  @Tag("broker")
  void bridgesOfAGroupShareTheSessionsAndTakeOver() throws Exception {
    topic = Topic.create(brokers, "shared", 4).name;
    Path other = folder.resolve("other");
    TopicToFifo second = TopicToFifo.of(topic, other).client(client);
    try (FifoBridge here = inbound();
        FifoBridge there = outbound()) {
      try (FifoBridge elsewhere = second.start()) {
        var readers =
            new Background<?>[] {
              Background.start(ThreadKind.VIRTUAL, () -> drain(out)),
              Background.start(ThreadKind.VIRTUAL, () -> drain(other))
            };
        Eventually.holds(
            "both have had a session",
            () -> {
              long before = here.sessions();
              write(in, text("a session"));
              Eventually.holds("it has passed", () -> here.sessions() > before);
              return there.sessions() > 0 && elsewhere.sessions() > 0;
            });
        elsewhere.close();
        write(in, text("end"));
        Eventually.holds("the last has come", () -> readers[0].thread().getState() == ENDED);
        readers[1].interrupt();
      }
    }
  }

  private static final Thread.State ENDED = Thread.State.TERMINATED;

  /** Reads sessions until the one that is the end. */
  private static Void drain(Path fifo) throws Exception {
    while (true) {
      try (PipeReader reader = Fifo.at(fifo).openReader()) {
        if (new String(reader.readAllBytes(), UTF_8).equals("end")) {
          return null;
        }
      }
    }
  }

  @Test
  @Tag("broker")
  @Tag("slow")
  void aBridgeThatWasStoppedForTooLongJoinsAgain() throws Exception {
    try (FifoBridge _ = inbound();
        Child there = process("out", brokers.bootstrapServers(), topic, out.toString())) {
      write(in, text("one"));
      assertThat(read(out)).isEqualTo(text("one"));
      there.signal(Signal.STOP);
      write(in, text("two"));
      Path other = folder.resolve("other");
      try (FifoBridge _ = TopicToFifo.of(topic, other).client(client).start()) {
        String first = new String(read(other), UTF_8); // when the session is over: 6 s
        assertThat(first.equals("one") ? new String(read(other), UTF_8) : first).isEqualTo("two");
      }
      there.signal(Signal.CONT);
      write(in, text("three"));
      assertThat(new String(read(out), UTF_8)).isIn("two", "three");
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  @Tag("broker")
  void aSilentBrokerCostsACallerOnlyItsOwnTime() throws Exception {
    brokers.createTopic(topic + ".replies", 1);
    RequestTopic requests = RequestTopic.of(topic).client(client);
    try (TopicServer _ = requests.serve(TopicServerOptions.standard(), text -> text + "!");
        TopicClient asking = requests.connect()) {
      assertThat(asking.ask("before", Eventually.LIMIT)).isEqualTo("before!");
      brokers.suspend();
      try {
        assertThatThrownBy(() -> asking.ask("meanwhile", Duration.ofMillis(300)))
            .isInstanceOf(DeadlineExceededException.class)
            .hasMessageContaining("the brokers have not confirmed the request");
      } finally {
        resumeBroker();
      }
      assertThat(asking.ask("after", Eventually.LIMIT)).isEqualTo("after!");
    }
  }

  @Test
  @Tag("broker")
  @Tag("slow")
  void aRequestOfAKilledServerIsAnsweredByAnother() throws Exception {
    brokers.createTopic(topic + ".replies", 1);
    RequestTopic requests = RequestTopic.of(topic).client(client);
    try (Child killed = process("serve", brokers.bootstrapServers(), topic);
        TopicClient asking = requests.connect()) {
      var answer =
          Background.start(
              ThreadKind.VIRTUAL, () -> asking.ask("anybody?", Duration.ofSeconds(60)));
      assertThat(lines(killed).read(Eventually.LIMIT).text()).isEqualTo("anybody?");
      killed.signal(Signal.KILL);
      try (TopicServer _ = requests.serve(TopicServerOptions.standard(), text -> "I am")) {
        assertThat(answer.value()).isEqualTo("I am");
      }
    }
  }
}
