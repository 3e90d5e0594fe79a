package io.standpipe.kafka.internal.lane;

import io.standpipe.kafka.internal.client.ClientSettings;
import java.time.Duration;

/**
 * A worker's lanes, and how they reach the brokers.
 *
 * @param lane what all lanes have in common
 * @param clients the user's client properties
 * @param group the consumer group
 * @param instance which of the group's workers this is; empty to choose a name that is free here
 * @param lanes how many
 * @param connectLimit the time for the first answer of a broker
 */
public record WorkerSettings(
    LaneSettings lane,
    ClientSettings clients,
    String group,
    String instance,
    int lanes,
    Duration connectLimit) {}
