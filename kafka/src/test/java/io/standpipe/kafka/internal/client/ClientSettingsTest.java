package io.standpipe.kafka.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {
  private static final Map<String, ?> COMMITTED = Map.of("isolation.level", "read_committed");

  private static Map<String, String> with(String... namesAndValues) {
    var properties = new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:9"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }

  private static KafkaTaskException refused(ThrowingCall call) {
    KafkaTaskException e = catchThrowableOfType(KafkaTaskException.class, call::run);
    assertThat(e.reason()).isEqualTo(Reason.MISCONFIGURED);
    return e;
  }

  private interface ThrowingCall {
    void run() throws Exception;
  }

  @Test
  void propertiesWithoutServersAreRefused() {
    assertThat(
            refused(() -> {
              var _ = ClientSettings.of(Map.of("client.id", "me"));
            }))
        .hasMessageContaining("bootstrap.servers is missing");
  }

  @Test
  void whatCorrectnessNeedsIsNotOverridden() throws Exception {
    ClientSettings settings = ClientSettings.of(with("isolation.level", "read_uncommitted"));
    assertThat(refused(() -> settings.consumer(COMMITTED).close()))
        .hasMessage(
            "use client property isolation.level=read_uncommitted: it must be read_committed,"
                + " because what was aborted must not be read; leave the property out");
  }

  @Test
  void theNeededValueMayBeGivenInAnySpelling() throws Exception {
    ClientSettings settings =
        ClientSettings.of(with("isolation.level", "READ_COMMITTED", "acks", "-1"));
    settings.consumer(COMMITTED).close();
    settings.producer(Map.of("acks", "all")).close();
  }

  @Test
  void otherSerializersAreRefused() throws Exception {
    String name = "org.apache.kafka.common.serialization.StringSerializer";
    ClientSettings settings = ClientSettings.of(with("value.serializer", name));
    assertThat(refused(() -> settings.producer(Map.of()).close()))
        .hasMessageContaining("values pass as bytes");
  }

  @Test
  void aSessionTimeoutIsExplained() throws Exception {
    ClientSettings settings = ClientSettings.of(with("session.timeout.ms", "6000"));
    Map<String, ?> needed = Map.of("group.protocol", "consumer", "group.id", "g");
    assertThat(refused(() -> settings.consumer(needed).close()))
        .hasMessageContaining("the broker decides")
        .hasMessageContaining("consumer.session.timeout.ms of the group");
  }

  @Test
  void aGivenValueWinsOverOurDefault() throws Exception {
    Map<String, ?> ours = Map.of("linger.ms", 5, "max.poll.interval.ms", 60_000);
    ClientSettings settings = ClientSettings.of(with("linger.ms", "7")).withDefaults(ours);
    assertThat(settings.producerNumber("linger.ms")).isEqualTo(7);
    assertThat(settings.consumerNumber("max.poll.interval.ms")).isEqualTo(60_000);
    assertThat(settings.producerNumber("transaction.timeout.ms")).isEqualTo(60_000);
  }

  @Test
  void aValueThatIsNoNumberIsRefused() throws Exception {
    ClientSettings settings = ClientSettings.of(with("linger.ms", "soon"));
    assertThat(
            refused(() -> {
              var _ = settings.producerNumber("linger.ms");
            }))
        .hasMessageContaining("soon");
    assertThat(refused(() -> settings.producer(Map.of()).close())).hasMessageContaining("soon");
  }

  @Test
  void aPropertyThatOnlyAPluginKnowsReachesIt() throws Exception {
    ClientSettings settings =
        ClientSettings.of(
            with("interceptor.classes", PropertyRecorder.class.getName(), "its.own", "yes"));
    settings.producer(Map.of()).close();
    assertThat(PropertyRecorder.seen.get("its.own")).isEqualTo("yes");
  }

  @Test
  void aBrokerThatIsNotThereIsUnreachable() throws Exception {
    ClientSettings settings = ClientSettings.of(with());
    KafkaTaskException e =
        catchThrowableOfType(
            KafkaTaskException.class,
            () -> Topics.partitions(settings, List.of("in"), Duration.ofMillis(200)));
    assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(e)
        .hasMessageStartingWith("ask the broker at 127.0.0.1:9 for topic in within 200ms: ")
        .hasMessageContaining("bootstrap.servers");
  }

  @Test
  void aBrokerWhoseNameIsUnknownIsUnreachable() throws Exception {
    ClientSettings settings = ClientSettings.of(Map.of("bootstrap.servers", "no.such.invalid:9"));
    KafkaTaskException e =
        catchThrowableOfType(
            KafkaTaskException.class,
            () -> Topics.partitions(settings, List.of("in"), Duration.ofMillis(200)));
    assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void secretsAreMaskedEverywhere() throws Exception {
    String jaas = "org.x.PlainLoginModule required username=\"me\" password=\"open \\\" sesame\";";
    ClientSettings settings =
        ClientSettings.of(
            with(
                "sasl.jaas.config", jaas,
                "ssl.keystore.password", "keystore-pass",
                "my.interceptor.api.key", "plugin-key"));
    assertThat(settings.toString())
        .contains("sasl.jaas.config=***", "bootstrap.servers=127.0.0.1:9")
        .doesNotContain("sesame", "keystore-pass", "plugin-key");
    var cause = new IllegalStateException("login with " + jaas + " failed");
    var thrown =
        new KafkaTaskException(
            Reason.FAILED, "login as me with open \" sesame and keystore-pass", cause);
    assertThat(thrown).hasMessage("login as me with *** and ***").hasNoCause();
  }
}
