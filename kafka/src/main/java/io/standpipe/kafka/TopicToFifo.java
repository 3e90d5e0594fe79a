package io.standpipe.kafka;

import static java.util.Objects.requireNonNull;

import io.standpipe.Fifo;
import io.standpipe.internal.CheckReturnValue;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.internal.bridge.BridgeConsumers;
import io.standpipe.kafka.internal.bridge.OutboundBridge;
import io.standpipe.kafka.internal.bridge.SessionCounts;
import io.standpipe.kafka.internal.client.ClientSettings;
import io.standpipe.kafka.internal.client.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The sessions that {@link FifoToTopic} has put into a topic come out of a fifo here, one after the
 * other, each with its own end of file.
 *
 * {@snippet file="KafkaSnippets.java" region="topicToFifo"}
 *
 * }
 *
 * <p><b>What a reader sees.</b> A reader that opens the path gets the next session, all of it, and
 * then the end of the stream. It opens the path again for the next one, because each session has a
 * fifo of its own: once a reader has come, another fifo with the same permissions takes the place.
 * So no reader gets what another has left over, and none misses an end. (A reader that holds the
 * first fifo open for ever gets one session. Readers that open at the same moment share one, as
 * readers of a fifo do.)
 *
 * <p><b>Whole sessions, at least once.</b> Nothing of a session is written before its end is in the
 * topic. So a session that was torn, because its writer's machine died, never looks like a whole
 * one: it is dropped. A session is done when its reader has taken the last byte. If the reader
 * leaves before, the next one gets all of it again, and also if this process ends or another member
 * of the group takes over. Not even then is half a session taken for a whole one, with these
 * exceptions that no fifo can avoid: a kill -9 of this process, or a {@link FifoBridge#close} whose
 * grace runs out, ends the stream of the reader at work early. The topic must not be compacted, and
 * must keep its records until they were read: a session that expires is dropped, and a reader at
 * work on it sees an early end, too.
 *
 * <p><b>Several bridges</b> that read a topic into fifos share the sessions if they are in the same
 * group, which is the default; each gets all of them if its group is its own.
 *
 * <p>Immutable; safe from any thread.
 */
@CheckReturnValue
public final class TopicToFifo {
  private record Options(
      Map<String, String> client,
      String group,
      boolean atOnce,
      Duration silence,
      Duration grace,
      Duration connectLimit) {
    Options {
      requireNonNull(group, "group");
      requireNonNull(silence, "silence");
      requireNonNull(grace, "grace");
      requireNonNull(connectLimit, "connectLimit");
    }
  }

  private final String topic;
  private final Path fifo;
  private final Options options;

  private TopicToFifo(String topic, Path fifo, Options options) {
    this.topic = topic;
    this.fifo = fifo;
    this.options = options;
  }

  /** To the fifo at a path, which is created for this user alone if it is not there. */
  public static TopicToFifo of(String topic, Path fifo) {
    var standard =
        new Options(
            Map.of(),
            "standpipe-" + requireNonNull(topic, "topic") + "-fifo",
            false,
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));
    return new TopicToFifo(topic, requireNonNull(fifo, "fifo"), standard);
  }

  private TopicToFifo with(Options changed) {
    return new TopicToFifo(topic, fifo, changed);
  }

  /**
   * The properties of Kafka's clients, passed on untouched; {@code bootstrap.servers} is needed.
   */
  public TopicToFifo client(Map<String, String> properties) {
    Options o = options;
    return with(
        new Options(Map.copyOf(properties), o.group, o.atOnce, o.silence, o.grace, o.connectLimit));
  }

  /** The group whose members share the sessions; default {@code standpipe-TOPIC-fifo}. */
  public TopicToFifo group(String id) {
    Options o = options;
    return with(new Options(o.client, id, o.atOnce, o.silence, o.grace, o.connectLimit));
  }

  /**
   * Delivers the bytes of a session as they come, without waiting for its end: for writers that
   * never close, such as {@code tail -f}. The price: the reader of a session that is torn sees the
   * end of the stream in the middle, as if it were whole.
   */
  public TopicToFifo atOnce() {
    Options o = options;
    return with(new Options(o.client, o.group, true, o.silence, o.grace, o.connectLimit));
  }

  /**
   * How long a session without an end may be silent before it no longer counts as coming; default
   * 10 minutes. The bridge at its writer tells every 10 s that it is there, so a silent session has
   * lost its bridge. Until then the group's offset stays in front of it, and a restart reads from
   * there again.
   */
  public TopicToFifo silenceLimit(Duration limit) {
    Options o = options;
    return with(new Options(o.client, o.group, o.atOnce, limit, o.grace, o.connectLimit));
  }

  /** How long {@link FifoBridge#close} lets a session under way go on; default 10 s. */
  public TopicToFifo grace(Duration grace) {
    Options o = options;
    return with(new Options(o.client, o.group, o.atOnce, o.silence, grace, o.connectLimit));
  }

  /** Limits how long {@link #start} waits for the brokers; default 60 s. */
  public TopicToFifo connectLimit(Duration limit) {
    Options o = options;
    return with(new Options(o.client, o.group, o.atOnce, o.silence, o.grace, limit));
  }

  /**
   * Starts the bridge. Blocks until the brokers have said that the topic is there; an interrupt
   * ends the wait. A group that is new begins with the oldest session in the topic.
   *
   * @throws KafkaTaskException {@code UNREACHABLE}, {@code REFUSED}, {@code NO_TOPIC}, or {@code
   *     MISCONFIGURED}: the properties contradict each other, or the topic is compacted
   * @throws IOException if the fifo cannot be created or belongs to another user, or if its folder
   *     is not writable
   */
  public FifoBridge start() throws IOException, InterruptedException {
    ClientSettings settings = ClientSettings.of(options.client);
    Topics.requireAllRecordsKept(settings, topic, options.connectLimit);
    BridgeConsumers consumers = BridgeConsumers.of(settings, options.group, options.atOnce);
    boolean isStarted = false;
    try {
      var counts = new SessionCounts();
      var bridge =
          new OutboundBridge(
              topic, fifo, consumers, options.atOnce, options.silence, options.grace, counts);
      bridge.start();
      isStarted = true;
      return new FifoBridge(bridge, counts);
    } finally {
      if (!isStarted) {
        consumers.closeUnused();
      }
    }
  }

  /** {@code topic bytes to fifo /run/out}. */
  @Override
  public String toString() {
    return "topic " + topic + " to " + Fifo.at(fifo);
  }
}
