package io.standpipe.kafka.internal.bridge;

import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.internal.client.ClientSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * The two consumers of an outbound bridge. Neither copies a value.
 *
 * @param scanning a member of the group
 * @param delivering belongs to no group
 */
public record BridgeConsumers(
    Consumer<byte[], Integer> scanning, Consumer<byte[], ByteBuffer> delivering) {
  private static final int FETCH_BYTES = 4 << 20;

  /**
   * A session that is delivered whole is in the topic already, so its fetches need not wait. More
   * than that: after the end of a session the consumer has the next fetch under way, and the seek
   * to the next session waits for its answer.
   */
  private static final int WHOLE_FETCH_WAIT_MILLIS = 1;

  private static final int FETCH_WAIT_MILLIS = 500;

  /**
   * Makes both; neither waits for a broker.
   *
   * @param atOnce whether sessions are delivered that have no end yet
   */
  public static BridgeConsumers of(ClientSettings given, String group, boolean atOnce)
      throws KafkaTaskException {
    ClientSettings settings =
        given.withDefaults(
            Map.of(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES));
    Consumer<byte[], Integer> scanning =
        settings.consumer(
            Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                "consumer",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new LengthDeserializer());
    Consumer<byte[], ByteBuffer> delivering = null;
    try {
      int wait = atOnce ? FETCH_WAIT_MILLIS : WHOLE_FETCH_WAIT_MILLIS;
      delivering =
          settings
              .withDefaults(Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, wait))
              .consumer(
                  Map.of(
                      ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                      false,
                      ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                      "read_committed"),
                  new ByteBufferDeserializer());
      return new BridgeConsumers(scanning, delivering);
    } finally {
      if (delivering == null) {
        scanning.close();
      }
    }
  }

  /** Closes both, if no bridge has taken them over. */
  public void closeUnused() {
    scanning.close(CloseOptions.timeout(Duration.ZERO));
    delivering.close(CloseOptions.timeout(Duration.ZERO));
  }
}
