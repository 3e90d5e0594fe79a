package io.standpipe.cli.kafka;

import io.standpipe.cli.option.KafkaTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a bridge is to do.
 *
 * @param reader how a bridge to a fifo reads the topic; empty for one from a fifo
 * @param client the properties of Kafka's clients
 * @param connectLimit how long the brokers may take to answer at the start
 * @param grace how long a session under way may go on once the bridge is closed
 */
public record BridgePlan(
    Path fifo,
    KafkaTopic topic,
    Optional<Reader> reader,
    Map<String, String> client,
    Duration connectLimit,
    Duration grace) {
  /**
   * How a bridge to a fifo reads the topic.
   *
   * @param group whose members share the sessions, if the user says so
   * @param atOnce whether bytes are delivered before the end of their session has come
   */
  public record Reader(Optional<String> group, boolean atOnce) {}
}
