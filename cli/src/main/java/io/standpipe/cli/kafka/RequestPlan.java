package io.standpipe.cli.kafka;

import io.standpipe.cli.option.KafkaTopic;
import java.time.Duration;
import java.util.Map;

/**
 * Where requests and replies go.
 *
 * @param topic of the requests; that of the replies has its name and {@code .replies}
 * @param client the properties of Kafka's clients
 * @param connectLimit how long the brokers may take to answer at the start
 */
public record RequestPlan(KafkaTopic topic, Map<String, String> client, Duration connectLimit) {}
