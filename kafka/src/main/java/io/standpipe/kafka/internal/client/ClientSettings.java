package io.standpipe.kafka.internal.client;

import static java.util.Objects.requireNonNull;

import io.standpipe.internal.CheckReturnValue;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The user's client properties, and the clients made from them. Every property reaches every client
 * untouched, also one that only an interceptor or a login module knows.
 *
 * <p><b>Who wins.</b> A property that the user gives wins over {@link #withDefaults our defaults}
 * and Kafka's. What correctness needs is not a matter of taste: if the user gives another value for
 * it, that is an error, because nothing that a user says is ignored.
 *
 * <p>Secrets are masked in every message from now on. Immutable; making a client does not wait for
 * a broker.
 */
@CheckReturnValue
public final class ClientSettings {
  private final SortedMap<String, String> given;
  private final Map<String, Object> defaults;

  private ClientSettings(SortedMap<String, String> given, Map<String, Object> defaults) {
    this.given = given;
    this.defaults = defaults;
  }

  /**
   * Takes the user's properties, as in a file for {@code kafka-console-consumer --command-config}.
   *
   * @throws KafkaTaskException {@code MISCONFIGURED} if {@code bootstrap.servers} is missing
   */
  public static ClientSettings of(Map<String, String> given) throws KafkaTaskException {
    var sorted = new TreeMap<String, String>();
    given.forEach((name, value) -> sorted.put(name, requireNonNull(value, name)));
    ClientSecrets.mask(sorted);
    if (sorted.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "").isBlank()) {
      throw misconfigured(
          "use the client properties "
              + sorted.keySet()
              + ": bootstrap.servers is missing; give it, such as bootstrap.servers=host:9092",
          null);
    }
    return new ClientSettings(sorted, Map.of());
  }

  /** These, with values that apply where the user gave none; later ones win over earlier ones. */
  public ClientSettings withDefaults(Map<String, ?> more) {
    var all = new HashMap<>(defaults);
    all.putAll(more);
    return new ClientSettings(given, Map.copyOf(all));
  }

  /** Where the brokers are, for messages: {@code broker:9092}. */
  public String servers() {
    return requireNonNull(given.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
  }

  /** What the user gave, with secrets masked, in the order of the names. */
  public SortedMap<String, String> shown() {
    var shown = new TreeMap<String, String>();
    given.forEach((name, value) -> shown.put(name, ClientSecrets.shown(name, value)));
    return shown;
  }

  /** Whether the user gave this property. */
  public boolean gives(String name) {
    return given.containsKey(name);
  }

  /**
   * A consumer of bytes. Close it; it is for one thread at a time, except for {@code wakeup}.
   *
   * @param needed what correctness needs, such as {@code isolation.level}
   * @throws KafkaTaskException {@code MISCONFIGURED}, or {@code UNREACHABLE} if no address of a
   *     broker can be resolved
   */
  public Consumer<byte[], byte[]> consumer(Map<String, ?> needed) throws KafkaTaskException {
    return consumer(needed, new ByteArrayDeserializer());
  }

  /**
   * As {@link #consumer(Map)}, with values as this deserializer makes them of the bytes, such as a
   * view that spares the copy.
   */
  public <V> Consumer<byte[], V> consumer(Map<String, ?> needed, Deserializer<V> values)
      throws KafkaTaskException {
    Map<String, Object> all =
        merged(
            needed,
            Map.of(
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class));
    NeededProperties.checkGroupProtocol(given, all);
    try {
      return new KafkaConsumer<>(all, new ByteArrayDeserializer(), values);
    } catch (RuntimeException e) {
      throw notMade("consumer", e);
    }
  }

  /**
   * A producer of bytes, safe from any thread. Close it.
   *
   * @param needed what correctness needs, such as {@code acks}
   * @throws KafkaTaskException {@code MISCONFIGURED}, or {@code UNREACHABLE} if no address of a
   *     broker can be resolved
   */
  public Producer<byte[], byte[]> producer(Map<String, ?> needed) throws KafkaTaskException {
    Map<String, Object> all =
        merged(
            needed,
            Map.of(
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class));
    try {
      return new KafkaProducer<>(all);
    } catch (RuntimeException e) {
      throw notMade("producer", e);
    }
  }

  /** A client for questions about the cluster, safe from any thread. Close it. */
  public Admin admin() throws KafkaTaskException {
    try {
      return Admin.create(merged(Map.of(), Map.of()));
    } catch (RuntimeException e) {
      throw notMade("admin client", e);
    }
  }

  /** The number that a consumer will use: given, by our default, or by Kafka's. */
  public long consumerNumber(String name) throws KafkaTaskException {
    return number(ConsumerConfig.configDef(), name);
  }

  /** The number that a producer will use: given, by our default, or by Kafka's. */
  public long producerNumber(String name) throws KafkaTaskException {
    return number(ProducerConfig.configDef(), name);
  }

  private long number(ConfigDef definition, String name) throws KafkaTaskException {
    ConfigDef.ConfigKey key = definition.configKeys().get(name);
    if (key == null) {
      throw new IllegalArgumentException("a property of the client expected: " + name);
    }
    @Nullable Object value = given.get(name);
    if (value == null) {
      value = defaults.getOrDefault(name, key.defaultValue);
    }
    try {
      return ((Number) requireNonNull(ConfigDef.parseType(name, value, key.type))).longValue();
    } catch (RuntimeException e) {
      throw misconfigured("use client property " + name + ": " + e.getMessage(), e);
    }
  }

  private Map<String, Object> merged(Map<String, ?> needed, Map<String, ?> bytes)
      throws KafkaTaskException {
    NeededProperties.check(given, needed);
    NeededProperties.check(given, bytes);
    var all = new HashMap<String, Object>(defaults);
    all.putAll(given);
    all.putAll(needed);
    all.putAll(bytes);
    return all;
  }

  private KafkaTaskException notMade(String client, RuntimeException e) {
    KafkaFailure failure = KafkaFailure.of(e);
    Reason reason = failure.reason() == Reason.FAILED ? Reason.MISCONFIGURED : failure.reason();
    return new KafkaFailure(reason, failure.cause())
        .during("make a " + client + " for " + servers() + " from the client properties");
  }

  static KafkaTaskException misconfigured(String message, @Nullable Throwable cause) {
    return new KafkaTaskException(Reason.MISCONFIGURED, message, cause);
  }

  /** {@code client properties {bootstrap.servers=broker:9092, sasl.jaas.config=***}}. */
  @Override
  public String toString() {
    return "client properties " + shown();
  }
}
