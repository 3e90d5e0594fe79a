package io.standpipe.kafka;

import static java.util.Objects.requireNonNull;

import io.standpipe.fifo.RequestHandler;
import io.standpipe.internal.CheckReturnValue;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.internal.client.ClientSettings;
import io.standpipe.kafka.internal.client.KafkaFailure;
import io.standpipe.kafka.internal.client.Topics;
import io.standpipe.kafka.internal.request.RequestClient;
import io.standpipe.kafka.internal.request.RequestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Request and reply across machines: a topic for requests, and one for replies. Start here for a
 * {@link TopicServer} or a {@link TopicClient}.
 *
 * {@snippet file="KafkaSnippets.java" region="requestTopic"}
 *
 * }
 *
 * <p>Both topics must exist, and have as many partitions as there shall be servers or, for the
 * replies, as many as clients shall be kept apart: clients that share a partition read each other's
 * replies, and ignore them. A few minutes of retention are enough for both.
 *
 * <p><b>The records.</b> The value of a request is its text in UTF-8. Its headers are {@code
 * standpipe.correlation}, {@code standpipe.reply-topic}, {@code standpipe.reply-partition} and,
 * with a limit, {@code standpipe.within} ({@code 1500ms}). A reply is written to that partition,
 * with the same correlation and {@code standpipe.reply}: {@code ok} or {@code error}.
 *
 * <p>Immutable; safe from any thread.
 */
@CheckReturnValue
public final class RequestTopic {
  private final String topic;
  private final String replies;
  private final Map<String, String> client;
  private final Duration connectLimit;

  private RequestTopic(
      String topic, String replies, Map<String, String> client, Duration connectLimit) {
    this.topic = requireNonNull(topic, "topic");
    this.replies = requireNonNull(replies, "replies");
    this.client = client;
    this.connectLimit = requireNonNull(connectLimit, "connectLimit");
  }

  /** Requests go to this topic, and replies to {@code TOPIC.replies}. */
  public static RequestTopic of(String topic) {
    return new RequestTopic(topic, topic + ".replies", Map.of(), Duration.ofSeconds(60));
  }

  /**
   * The topic of the replies; default {@code TOPIC.replies}. Servers and clients must agree: a
   * server writes replies nowhere else, wherever a request wants them.
   */
  public RequestTopic replies(String topic) {
    return new RequestTopic(this.topic, topic, client, connectLimit);
  }

  /**
   * The properties of Kafka's clients, passed on untouched; {@code bootstrap.servers} is needed.
   */
  public RequestTopic client(Map<String, String> properties) {
    return new RequestTopic(topic, replies, Map.copyOf(properties), connectLimit);
  }

  /** Limits how long {@link #serve} and {@link #connect} wait for the brokers; default 60 s. */
  public RequestTopic connectLimit(Duration limit) {
    return new RequestTopic(topic, replies, client, limit);
  }

  /**
   * Starts a server. Blocks until the brokers have said that the topics are there; an interrupt
   * ends the wait.
   *
   * @throws KafkaTaskException {@code UNREACHABLE}, {@code REFUSED}, {@code NO_TOPIC}, {@code
   *     MISCONFIGURED}
   */
  public TopicServer serve(TopicServerOptions options, RequestHandler handler)
      throws KafkaTaskException, InterruptedException {
    requireNonNull(handler, "handler");
    ClientSettings settings = settings();
    int partitions = partitions(settings);
    Producer<byte[], byte[]> producer = producer(settings);
    boolean isStarted = false;
    try {
      Consumer<byte[], byte[]> consumer =
          settings.consumer(
              Map.of(
                  ConsumerConfig.GROUP_ID_CONFIG,
                  options.group().orElse(defaultGroup()),
                  ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                  "consumer",
                  ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                  false,
                  ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                  "read_committed"));
      var server =
          new RequestServer(
              topic,
              replies,
              partitions,
              consumer,
              producer,
              handler,
              options.maxInFlight(),
              options.grace());
      server.start();
      isStarted = true;
      return new TopicServer(server);
    } finally {
      if (!isStarted) {
        producer.close(Duration.ZERO);
      }
    }
  }

  private String defaultGroup() {
    return "standpipe-" + topic + "-serve";
  }

  /**
   * Makes a client. Blocks until the brokers have said that the topics are there, and where its
   * replies will begin; an interrupt ends the wait. A server need not be there yet.
   *
   * @throws KafkaTaskException {@code UNREACHABLE}, {@code REFUSED}, {@code NO_TOPIC}, {@code
   *     MISCONFIGURED}
   */
  public TopicClient connect() throws KafkaTaskException, InterruptedException {
    ClientSettings settings = settings();
    int partitions = partitions(settings);
    var inbox = new TopicPartition(replies, ThreadLocalRandom.current().nextInt(partitions));
    Producer<byte[], byte[]> producer = producer(settings);
    Consumer<byte[], byte[]> consumer = null;
    RequestClient connected = null;
    try {
      consumer = settings.consumer(Map.of(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false));
      connected = RequestClient.connect(topic, inbox, consumer, producer, connectLimit);
      return new TopicClient(connected);
    } catch (InterruptException e) {
      throw KafkaFailure.interrupted(e);
    } catch (KafkaException e) {
      throw KafkaFailure.of(e).during("find the end of " + inbox);
    } finally {
      if (connected == null) {
        producer.close(Duration.ZERO);
        if (consumer != null) {
          consumer.close();
        }
      }
    }
  }

  private ClientSettings settings() throws KafkaTaskException {
    return ClientSettings.of(client)
        .withDefaults(
            Map.of(
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"));
  }

  /** Of the topic of replies. */
  private int partitions(ClientSettings settings) throws KafkaTaskException, InterruptedException {
    return requireNonNull(
        Topics.partitions(settings, List.of(topic, replies), connectLimit).get(replies));
  }

  private static Producer<byte[], byte[]> producer(ClientSettings settings)
      throws KafkaTaskException {
    return settings.producer(
        Map.of(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true, ProducerConfig.ACKS_CONFIG, "all"));
  }

  /** {@code requests in topic sums, replies in topic sums.replies}. */
  @Override
  public String toString() {
    return "requests in topic " + topic + ", replies in topic " + replies;
  }
}
