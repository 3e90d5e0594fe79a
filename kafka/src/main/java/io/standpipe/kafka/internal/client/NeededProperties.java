package io.standpipe.kafka.internal.client;

import io.standpipe.kafka.error.KafkaTaskException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/** Refuses client properties that contradict what correctness needs. */
final class NeededProperties {
  /** What with {@code group.protocol=consumer} the broker decides; a client may not set it. */
  private static final List<String> DECIDED_BY_BROKER =
      List.of(
          ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
          ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);

  private static final Map<String, String> WHY =
      Map.of(
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "an offset is committed when its work is done",
          ConsumerConfig.ISOLATION_LEVEL_CONFIG, "what was aborted must not be read",
          ConsumerConfig.GROUP_ID_CONFIG, "the group is given by an option of its own",
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, "keys pass as bytes",
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, "values pass as bytes",
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, "keys pass as bytes",
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, "values pass as bytes",
          ProducerConfig.ACKS_CONFIG, "a record must survive the leader's death",
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "a retry must not write a record twice",
          ProducerConfig.TRANSACTIONAL_ID_CONFIG, "each lane has an id of its own");

  private NeededProperties() {}

  static void check(Map<String, String> given, Map<String, ?> needed) throws KafkaTaskException {
    for (Map.Entry<String, ?> entry : needed.entrySet()) {
      String name = entry.getKey();
      String value = text(entry.getValue());
      String theirs = given.get(name);
      if (theirs != null && !isSame(name, theirs, value)) {
        throw ClientSettings.misconfigured(
            "use client property "
                + name
                + "="
                + ClientSecrets.shown(name, theirs)
                + ": it must be "
                + value
                + because(WHY.get(name))
                + "; leave the property out",
            null);
      }
    }
  }

  private static String because(@Nullable String why) {
    return why == null ? "" : ", because " + why;
  }

  private static String text(@Nullable Object value) {
    return value instanceof Class<?> type ? type.getName() : String.valueOf(value);
  }

  private static boolean isSame(String name, String theirs, String ours) {
    String given = theirs.strip();
    boolean allReplicas = name.equals(ProducerConfig.ACKS_CONFIG) && given.equals("-1");
    return given.equals(ours)
        || given.toLowerCase(Locale.ROOT).equals(ours.toLowerCase(Locale.ROOT))
        || (allReplicas && ours.equals("all"));
  }

  /** Kafka's own message for these does not tell where to set them instead. */
  static void checkGroupProtocol(Map<String, String> given, Map<String, ?> all)
      throws KafkaTaskException {
    String protocol = text(all.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG));
    if (!protocol.equalsIgnoreCase("consumer")) {
      return;
    }
    for (String name : DECIDED_BY_BROKER) {
      if (given.containsKey(name)) {
        throw ClientSettings.misconfigured(
            "use client property "
                + name
                + "="
                + given.get(name)
                + ": with group.protocol=consumer the broker decides; leave the property out"
                + instead(name),
            null);
      }
    }
  }

  private static String instead(String name) {
    return switch (name) {
      case ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG ->
          ", and set consumer."
              + name
              + " of the group with kafka-configs --entity-type groups, within the limits of"
              + " group.consumer.min."
              + name
              + " on the brokers";
      default -> ", and set group.consumer.assignors on the brokers";
    };
  }
}
