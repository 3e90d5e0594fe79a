package io.standpipe.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.broker.Brokers;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import io.standpipe.kafka.internal.client.ClientSettings;
import io.standpipe.testing.Background;
import io.standpipe.testing.Bytes;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fifo here and a fifo there, with a real broker in between. */
@Tag("broker")
@SuppressWarnings("try") // some are closed early
class FifoBridgeTest {
  private static final AtomicInteger TOPICS = new AtomicInteger();
  private static Brokers brokers;
  private static Map<String, String> client;

  @TempDir private Path folder;
  private String topic;
  private Path in;
  private Path out;

  @BeforeAll
  static void startBroker() throws IOException {
    brokers = Brokers.start(1);
    client = Map.of("bootstrap.servers", brokers.bootstrapServers());
  }

  @AfterAll
  static void stopBroker() {
    brokers.close();
  }

  @BeforeEach
  void createTopic() throws Exception {
    topic = "bytes-" + TOPICS.incrementAndGet();
    brokers.createTopic(topic, 1);
    in = folder.resolve("in");
    out = folder.resolve("out");
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

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  /** A record as a bridge writes it. */
  private void send(Producer<byte[], byte[]> producer, String session, String header, String value)
      throws Exception {
    var sent = new ProducerRecord<>(topic, text(session), text(value));
    sent.headers().add("standpipe.session", text(header));
    producer.send(sent).get();
  }

  private static Producer<byte[], byte[]> producer() throws Exception {
    return ClientSettings.of(client).producer(Map.of());
  }

  private static void passed(FifoBridge bridge, long sessions) {
    Eventually.holds(
        sessions + " sessions have passed",
        () -> bridge.sessions() == sessions,
        () -> "it is " + bridge.sessions());
  }

  @Test
  void bytesComeOutAsTheyWentInAndEndWhereTheyEnded() throws Exception {
    byte[] random = Bytes.random(3_000_000, 16);
    try (FifoBridge here = inbound();
        FifoBridge there = outbound()) {
      write(in, random);
      assertThat(read(out)).isEqualTo(random);
      write(in, new byte[0]);
      assertThat(read(out)).isEmpty();
      write(in, text("last\n"));
      assertThat(read(out)).isEqualTo(text("last\n"));
      passed(here, 3);
      assertThat(here.bytes()).isEqualTo(3_000_005);
      passed(there, 3);
    }
  }

  @Test
  void sessionsThatAreMixedInTheTopicComeOutApart() throws Exception {
    try (var producer = producer();
        FifoBridge there = outbound()) {
      send(producer, "a", "chunk 0", "a0 ");
      send(producer, "b", "chunk 0", "b0 ");
      producer.send(new ProducerRecord<>(topic, text("no session's record"))).get();
      send(producer, "a", "chunk 1", "");
      send(producer, "b", "chunk 1", "b1");
      send(producer, "b", "end 2 5", "");
      send(producer, "a", "chunk 2", "a2");
      send(producer, "a", "end 3 5", "");
      assertThat(read(out)).isEqualTo(text("b0 b1"));
      assertThat(read(out)).isEqualTo(text("a0 a2"));
      passed(there, 2);
    }
  }

  @Test
  void aTornSessionIsNeverSeen() throws Exception {
    try (var producer = producer();
        FifoBridge there = outbound()) {
      send(producer, "torn", "chunk 0", "half of ");
      send(producer, "given up", "chunk 0", "half of ");
      send(producer, "given up", "abandoned 1", "");
      send(producer, "holed", "chunk 0", "some of ");
      send(producer, "holed", "chunk 2", "it");
      send(producer, "holed", "end 3 10", "");
      send(producer, "whole", "chunk 0", "whole");
      send(producer, "whole", "end 1 5", "");
      assertThat(read(out)).isEqualTo(text("whole"));
      assertThat(there.dropped()).isEqualTo(2);
    }
  }

  @Test
  void aSilentSessionHoldsNothingUpAndIsDeliveredIfItGoesOn() throws Exception {
    TopicToFifo impatient =
        TopicToFifo.of(topic, out).client(client).silenceLimit(Duration.ofMillis(100));
    try (var producer = producer();
        FifoBridge there = impatient.start()) {
      send(producer, "silent", "chunk 0", "still ");
      Eventually.holds("it is dropped", () -> there.dropped() == 1);
      send(producer, "whole", "end 0 0", "");
      assertThat(read(out)).isEmpty();
      send(producer, "silent", "chunk 1", "here");
      send(producer, "silent", "end 2 10", "");
      assertThat(read(out)).isEqualTo(text("still here"));
      assertThat(there.dropped()).isZero();
    }
  }

  @Test
  void whatAReaderLeavesTheNextOneGetsFromTheBeginning() throws Exception {
    byte[] random = Bytes.random(1_000_000, 17);
    try (FifoBridge here = inbound();
        FifoBridge there = outbound()) {
      write(in, random);
      passed(here, 1);
      try (PipeReader reader = Fifo.at(out).openReader(Eventually.LIMIT)) {
        assertThat(reader.read(ByteBuffer.allocate(1000), Eventually.LIMIT)).isEqualTo(1000);
      }
      assertThat(read(out)).isEqualTo(random);
      passed(there, 1);
      assertThat(there.repeated()).isEqualTo(1);
    }
  }

  @Test
  void whatAReaderLeavesInThePipeIsNotTaken() throws Exception {
    try (var producer = producer();
        FifoBridge there = outbound()) {
      send(producer, "small", "chunk 0", "small enough for the pipe");
      send(producer, "small", "end 1 25", "");
      try (PipeReader reader = Fifo.at(out).openReader(Eventually.LIMIT)) {
        assertThat(reader.read(ByteBuffer.allocate(5), Eventually.LIMIT)).isEqualTo(5);
      }
      assertThat(read(out)).isEqualTo(text("small enough for the pipe"));
      passed(there, 1);
    }
  }

  @Test
  void aSessionThatExpiresBeforeAReaderComesIsNotTakenForAnEmptyOne() throws Exception {
    try (var producer = producer();
        FifoBridge there = outbound()) {
      send(producer, "expired", "chunk 0", "too late");
      send(producer, "expired", "end 1 8", "");
      send(producer, "seen", "chunk 0", "torn");
      send(producer, "seen", "abandoned 1", "");
      Eventually.holds("all is seen", () -> there.dropped() == 1);
      var all = Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(4));
      brokers.admin().deleteRecords(all).all().get();
      var reading = Background.start(ThreadKind.VIRTUAL, () -> read(out));
      Eventually.holds("it is dropped", () -> there.dropped() == 2);
      send(producer, "next", "chunk 0", "in time");
      send(producer, "next", "end 1 7", "");
      assertThat(reading.value()).isEqualTo(text("in time"));
    }
  }

  @Test
  void aBridgeGoesOnBehindWhatWasTaken() throws Exception {
    try (FifoBridge _ = inbound()) {
      try (FifoBridge first = outbound()) {
        write(in, text("one"));
        assertThat(read(out)).isEqualTo(text("one"));
        write(in, text("two"));
        passed(first, 1);
      }
      try (FifoBridge second = outbound()) {
        assertThat(read(out)).isEqualTo(text("two"));
        passed(second, 1);
      }
    }
  }

  @Test
  void aSessionOfManyWritersIsOne() throws Exception {
    try (FifoBridge _ = inbound();
        FifoBridge _ = outbound()) {
      try (PipeWriter first = Fifo.at(in).openWriter(Eventually.LIMIT);
          PipeWriter second = Fifo.at(in).openWriter(Eventually.LIMIT)) {
        first.write("one ");
        first.close();
        second.write("and two");
      }
      assertThat(read(out)).isEqualTo(text("one and two"));
    }
  }

  @Test
  void aWriterThatIsCutByCloseGetsABrokenPipe() throws Exception {
    FifoToTopic hasty = FifoToTopic.of(in, topic).client(client).grace(Duration.ofMillis(50));
    try (FifoBridge there = outbound();
        FifoBridge here = hasty.start();
        PipeWriter writer = Fifo.at(in).openWriter(Eventually.LIMIT)) {
      writer.write("half of ");
      Eventually.holds("the bridge has read it", () -> writer.queued() == 0);
      here.close();
      assertThatThrownBy(() -> writer.write("it", Eventually.LIMIT))
          .isInstanceOf(BrokenPipeException.class);
      assertThat(here.dropped()).isEqualTo(1);
      here.await();
      Eventually.holds("the far side drops it", () -> there.dropped() == 1);
    }
  }

  @Test
  void aSessionUnderWayEndsWithinTheGraceOfClose() throws Exception {
    byte[] random = Bytes.random(1_000_000, 18);
    try (FifoBridge here = inbound();
        FifoBridge there = outbound()) {
      write(in, random);
      passed(here, 1);
      try (PipeReader reader = Fifo.at(out).openReader(Eventually.LIMIT)) {
        Eventually.holds("it is at work", () -> reader.available() > 0);
        var closing = Background.parked(ThreadKind.VIRTUAL, Executors.callable(there::close));
        assertThat(reader.readAllBytes(Eventually.LIMIT)).isEqualTo(random);
        assertThat(closing.outcome()).isNull();
        assertThat(there.sessions()).isEqualTo(1);
      }
    }
  }

  @Test
  void bytesComeAtOnceIfThatIsAsked() throws Exception {
    TopicToFifo streaming = TopicToFifo.of(topic, out).client(client).atOnce();
    try (FifoBridge _ = inbound();
        FifoBridge there = streaming.start();
        PipeWriter writer = Fifo.at(in).openWriter(Eventually.LIMIT)) {
      writer.write("tick");
      try (PipeReader reader = Fifo.at(out).openReader(Eventually.LIMIT)) {
        ByteBuffer came = ByteBuffer.allocate(10);
        assertThat(reader.read(came, Eventually.LIMIT)).isEqualTo(4);
        writer.write("tock");
        writer.close();
        assertThat(reader.readAllBytes(Eventually.LIMIT)).isEqualTo(text("tock"));
      }
      passed(there, 1);
    }
  }

  @Test
  void groupsOfTheirOwnGetEachSession() throws Exception {
    Path other = folder.resolve("other");
    try (FifoBridge _ = inbound();
        FifoBridge _ = outbound();
        FifoBridge _ = TopicToFifo.of(topic, other).group("of its own").client(client).start()) {
      write(in, text("for both"));
      assertThat(read(out)).isEqualTo(text("for both"));
      assertThat(read(other)).isEqualTo(text("for both"));
    }
  }

  @Test
  void aCompactedTopicIsRefused() throws Exception {
    brokers.createTopic("compacted-" + topic, 1, Map.of("cleanup.policy", "compact"));
    KafkaTaskException e =
        catchThrowableOfType(
            KafkaTaskException.class,
            () -> FifoToTopic.of(in, "compacted-" + topic).client(client).start().close());
    assertThat(e.reason()).isEqualTo(Reason.MISCONFIGURED);
    assertThat(e).hasMessageContaining("cleanup.policy");
    assertThat(in).doesNotExist();
  }

  @Test
  void aTopicThatDoesNotExistIsReported() {
    KafkaTaskException e =
        catchThrowableOfType(
            KafkaTaskException.class,
            () -> TopicToFifo.of("missing", out).client(client).start().close());
    assertThat(e.reason()).isEqualTo(Reason.NO_TOPIC);
    assertThat(e).hasMessageContaining("missing").hasMessageContaining("create the topic first");
  }

  @Test
  void aChunkThatTheTopicRefusesEndsTheBridge() throws Exception {
    brokers.createTopic("small-" + topic, 1, Map.of("max.message.bytes", "1000"));
    FifoToTopic refused = FifoToTopic.of(in, "small-" + topic).client(client);
    try (FifoBridge here = refused.start();
        PipeWriter writer = Fifo.at(in).openWriter(Eventually.LIMIT)) {
      writer.write(ByteBuffer.wrap(Bytes.random(20_000, 19)), Eventually.LIMIT);
      KafkaTaskException e =
          catchThrowableOfType(KafkaTaskException.class, () -> here.await(Eventually.LIMIT));
      assertThat(e.reason()).isEqualTo(Reason.MISCONFIGURED);
    }
  }

  /** What the shell does: {@code cat file > in} here, {@code sha256sum < out} there. */
  @Test
  @Tag("slow")
  void threeHundredMegabytesHaveTheSameChecksumOnTheFarSide() throws Exception {
    Path file = folder.resolve("file");
    Path copy = folder.resolve("copy");
    try (var bytes = Files.newOutputStream(file)) {
      for (int i = 0; i < 300; i++) {
        bytes.write(Bytes.random(1_000_000, i));
      }
    }
    try (FifoBridge _ = inbound();
        FifoBridge there = outbound();
        Child reading = Command.shell("cat " + out + " > " + copy).start()) {
      Command.shell("cat " + file + " > " + in).run();
      assertThat(reading.await(Duration.ofMinutes(2))).contains(new ExitStatus.Exited(0));
      assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
      assertThat(there.bytes()).isEqualTo(300_000_000);
    }
  }
}
