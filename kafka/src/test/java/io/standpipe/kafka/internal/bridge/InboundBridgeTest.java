package io.standpipe.kafka.internal.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.standpipe.Fifo;
import io.standpipe.PipeWriter;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import io.standpipe.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboundBridgeTest {
  @TempDir private Path folder;
  private final SessionCounts counts = new SessionCounts();
  private final Semaphore flushing = new Semaphore(1);
  private MockProducer<byte[], byte[]> producer;
  private Fifo fifo;
  private InboundBridge bridge;

  @BeforeEach
  void makeFifo() throws IOException {
    fifo = Fifo.create(folder.resolve("in"));
  }

  private void start(boolean acknowledge) {
    producer =
        new MockProducer<>(
            acknowledge, null, new ByteArraySerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized void flush() {
            flushing.acquireUninterruptibly();
            flushing.release();
            super.flush();
          }
        };
    bridge = new InboundBridge(fifo, "bytes", producer, 10, Duration.ofMillis(50), counts);
    bridge.start();
  }

  @AfterEach
  void close() {
    bridge.close();
  }

  private List<String> headers() {
    return producer.history().stream()
        .map(sent -> new String(sent.headers().lastHeader("standpipe.session").value(), UTF_8))
        .toList();
  }

  private String values() {
    var all = new StringBuilder();
    for (ProducerRecord<byte[], byte[]> sent : producer.history()) {
      all.append(new String(sent.value(), UTF_8));
    }
    return all.toString();
  }

  @Test
  void aSessionBecomesChunksWithOneKeyAndAnEnd() throws Exception {
    start(true);
    try (PipeWriter writer = fifo.openWriter(Eventually.LIMIT)) {
      writer.write("0123456789abcde");
    }
    Eventually.holds("it has passed", () -> counts.sessions() == 1);
    assertThat(headers()).containsExactly("chunk 0", "chunk 1", "end 2 15");
    assertThat(values()).isEqualTo("0123456789abcde");
    assertThat(producer.history().stream().map(sent -> new String(sent.key(), UTF_8)).distinct())
        .hasSize(1);
  }

  @Test
  void whatAWriterLeavesBetweenTwoSessionsIsNotLost() throws Exception {
    start(true);
    flushing.acquire();
    fifo.openWriter(Eventually.LIMIT).close();
    Eventually.holds("the first has ended", flushing::hasQueuedThreads);
    try (PipeWriter writer = fifo.openWriter(Eventually.LIMIT)) {
      writer.write("between");
    }
    flushing.release();
    Eventually.holds("the second has passed", () -> counts.sessions() == 2);
    assertThat(values()).isEqualTo("between");
  }

  @Test
  void aRefusedRecordEndsTheBridgeAndItsWriter() throws Exception {
    start(false);
    try (PipeWriter writer = fifo.openWriter(Eventually.LIMIT)) {
      writer.write("x");
      Eventually.holds("it is sent", () -> producer.history().size() == 1);
      assertThat(producer.errorNext(new TopicAuthorizationException(Set.of("bytes")))).isTrue();
      Eventually.holds("the writer is alone", () -> !writer.hasReader());
    }
    KafkaTaskException e =
        catchThrowableOfType(
            KafkaTaskException.class, () -> bridge.completion().await(Eventually.LIMIT));
    assertThat(e.reason()).isEqualTo(Reason.REFUSED);
    assertThat(e).hasMessageStartingWith("write into topic bytes: Not authorized");
  }

  @Test
  void closeEndsTheWaitForABrokerThatDoesNotAcknowledge() throws Exception {
    start(false);
    PipeWriter writer = fifo.openWriter(Eventually.LIMIT);
    writer.write("x");
    Eventually.holds("it is sent", () -> producer.history().size() == 1);
    bridge.close();
    assertThat(bridge.completion().await(Eventually.LIMIT)).isTrue();
    assertThat(headers()).containsExactly("chunk 0", "abandoned 1");
    assertThat(counts.dropped()).isEqualTo(1);
    writer.close();
  }

  @Test
  void closeEndsTheWaitForAWriter() throws Exception {
    start(true);
    bridge.close();
    bridge.completion().await();
    assertThat(producer.history()).isEmpty();
  }
}
