package io.standpipe.kafka;

import static java.util.Objects.requireNonNull;

import io.standpipe.Fifo;
import io.standpipe.internal.CheckReturnValue;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import io.standpipe.kafka.internal.bridge.InboundBridge;
import io.standpipe.kafka.internal.bridge.SessionCounts;
import io.standpipe.kafka.internal.client.ClientSettings;
import io.standpipe.kafka.internal.client.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * What is written into a fifo here goes into a topic, from which {@link TopicToFifo} writes it into
 * a fifo elsewhere.
 *
 * {@snippet file="KafkaSnippets.java" region="fifoToTopic"}
 *
 * }
 *
 * <p><b>A session</b> is what is written from the first writer's open until the last writer has
 * closed, as a reader of the fifo would see it; it may be empty. It becomes records with the
 * session's id as their key, so all of it is in one partition. Sessions of many bridges, on many
 * machines, may share a topic. Their order is kept within a bridge if the topic has one partition.
 *
 * <p><b>Whole sessions, at least once.</b> A session is delivered once its end is in the topic.
 * Until then it is lost with this process or its machine, and so are up to 64 KiB that lie in the
 * fifo: a writer that has closed knows that its bytes are in the fifo, as with any reader. A bridge
 * that starts again begins another session; the torn one is dropped at the far side.
 *
 * <p><b>Back-pressure.</b> While the brokers are slow or away, up to {@code buffer.memory} (32 MiB)
 * wait here, then the fifo fills, and writers wait. Nothing expires: {@code delivery.timeout.ms}
 * and {@code max.block.ms} are without limit unless the client properties say otherwise.
 *
 * <p>Immutable; safe from any thread.
 */
@CheckReturnValue
public final class FifoToTopic {
  private static final int CHUNK = 500 * 1024;

  /** What a record needs besides its value. */
  private static final int RECORD_OVERHEAD = 1024;

  private record Options(
      Map<String, String> client, int chunkBytes, Duration grace, Duration connectLimit) {}

  private static final Options STANDARD =
      new Options(Map.of(), CHUNK, Duration.ofSeconds(10), Duration.ofSeconds(60));

  private final Path fifo;
  private final String topic;
  private final Options options;

  private FifoToTopic(Path fifo, String topic, Options options) {
    this.fifo = fifo;
    this.topic = topic;
    this.options = options;
  }

  /** From the fifo at a path, which is created for this user alone if it is not there. */
  public static FifoToTopic of(Path fifo, String topic) {
    return new FifoToTopic(requireNonNull(fifo, "fifo"), requireNonNull(topic, "topic"), STANDARD);
  }

  private FifoToTopic with(Options changed) {
    return new FifoToTopic(fifo, topic, changed);
  }

  /**
   * The properties of Kafka's clients, passed on untouched; {@code bootstrap.servers} is needed.
   */
  public FifoToTopic client(Map<String, String> properties) {
    return with(
        new Options(
            Map.copyOf(properties), options.chunkBytes, options.grace, options.connectLimit));
  }

  /** Limits the length of a record's value, in bytes; default 512,000. */
  public FifoToTopic chunkBytes(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes ≥ 1 expected: " + bytes);
    }
    return with(new Options(options.client, bytes, options.grace, options.connectLimit));
  }

  /** How long {@link FifoBridge#close} lets a session under way go on; default 10 s. */
  public FifoToTopic grace(Duration grace) {
    return with(
        new Options(
            options.client, options.chunkBytes, requireNonNull(grace), options.connectLimit));
  }

  /** Limits how long {@link #start} waits for the brokers; default 60 s. */
  public FifoToTopic connectLimit(Duration limit) {
    return with(
        new Options(options.client, options.chunkBytes, options.grace, requireNonNull(limit)));
  }

  /**
   * Starts the bridge. Blocks until the brokers have said that the topic is there; an interrupt
   * ends the wait.
   *
   * @throws KafkaTaskException {@code UNREACHABLE}, {@code REFUSED}, {@code NO_TOPIC}, or {@code
   *     MISCONFIGURED}: the properties contradict each other, or the topic is compacted
   * @throws IOException if the fifo cannot be created or belongs to another user
   */
  public FifoBridge start() throws IOException, InterruptedException {
    ClientSettings settings = settings();
    long largest = settings.producerNumber(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
    if (options.chunkBytes + (long) RECORD_OVERHEAD > largest) {
      throw new KafkaTaskException(
          Reason.MISCONFIGURED,
          "write chunks of %d bytes into topic %s: max.request.size is %d; use smaller chunks"
              .formatted(options.chunkBytes, topic, largest),
          null);
    }
    Topics.requireAllRecordsKept(settings, topic, options.connectLimit);
    Fifo from = Fifo.createIfAbsent(fifo);
    Producer<byte[], byte[]> producer =
        settings.producer(
            Map.of(
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true, ProducerConfig.ACKS_CONFIG, "all"));
    var counts = new SessionCounts();
    var bridge =
        new InboundBridge(from, topic, producer, options.chunkBytes, options.grace, counts);
    bridge.start();
    return new FifoBridge(bridge, counts);
  }

  private ClientSettings settings() throws KafkaTaskException {
    return ClientSettings.of(options.client)
        .withDefaults(
            Map.of(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, Integer.MAX_VALUE,
                ProducerConfig.BATCH_SIZE_CONFIG, 2 * (CHUNK + RECORD_OVERHEAD)));
  }

  /** {@code fifo /run/in to topic bytes}. */
  @Override
  public String toString() {
    return Fifo.at(fifo) + " to topic " + topic;
  }
}
