package io.standpipe.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.standpipe.broker.BrokerOptions;
import io.standpipe.broker.Brokers;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that asks who comes, and lets nobody do anything. */
@Tag("broker")
class RefusalTest {
  private static final String MODULE =
      "org.apache.kafka.common.security.plain.PlainLoginModule required ";

  private static Brokers brokers;

  @TempDir private Path folder;

  @BeforeAll
  static void startBroker() throws IOException {
    brokers =
        Brokers.start(
            BrokerOptions.nodes(1)
                .property(
                    "listener.security.protocol.map",
                    "CLIENTS:SASL_PLAINTEXT,BROKERS:PLAINTEXT,CONTROLLERS:PLAINTEXT")
                .property("sasl.enabled.mechanisms", "PLAIN")
                .property(
                    "listener.name.clients.plain.sasl.jaas.config",
                    MODULE + "user_ann=\"open sesame\";")
                .property(
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .property("super.users", "User:ANONYMOUS")); // the broker itself
    brokers.createTopic("bytes", 1);
    brokers.createTopic("bytes.replies", 1);
  }

  @AfterAll
  static void stopBroker() {
    brokers.close();
  }

  private static Map<String, String> ann(String password) {
    return Map.of(
        "bootstrap.servers",
        brokers.bootstrapServers(),
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        MODULE + "username=\"ann\" password=\"" + password + "\";");
  }

  private KafkaTaskException start(Map<String, String> client) {
    return catchThrowableOfType(
        KafkaTaskException.class,
        () ->
            FifoToTopic.of(folder.resolve("in"), "bytes")
                .client(client)
                .connectLimit(Duration.ofSeconds(10))
                .start()
                .close());
  }

  @Test
  void aWrongPasswordIsRefusedAndNotShown() {
    KafkaTaskException e = start(ann("open barley"));
    assertThat(e.reason()).isEqualTo(Reason.REFUSED);
    assertThat(e)
        .hasMessageContaining("Authentication failed")
        .hasMessageContaining("check the credentials")
        .hasMessageNotContaining("barley");
  }

  @Test
  void aUserWhoMayDoNothingIsRefused() {
    KafkaTaskException e = start(ann("open sesame"));
    assertThat(e.reason()).isEqualTo(Reason.REFUSED);
    assertThat(e).hasMessageContaining("for topic bytes within 10s: Topic authorization failed");
    KafkaTaskException asking =
        catchThrowableOfType(
            KafkaTaskException.class,
            () -> RequestTopic.of("bytes").client(ann("open sesame")).connect().close());
    assertThat(asking.reason()).isEqualTo(Reason.REFUSED);
  }

  private static void allow(ResourceType type, String name, AclOperation operation)
      throws Exception {
    var resource = new ResourcePattern(type, name, PatternType.LITERAL);
    var entry = new AccessControlEntry("User:ann", "*", operation, AclPermissionType.ALLOW);
    brokers.admin().createAcls(List.of(new AclBinding(resource, entry))).all().get();
  }

  private static KafkaTaskException ended(ThrowingCall await) {
    KafkaTaskException e = catchThrowableOfType(KafkaTaskException.class, await::run);
    assertThat(e.reason()).isEqualTo(Reason.REFUSED);
    return e;
  }

  private interface ThrowingCall {
    void run() throws Exception;
  }

  @Test
  void aBridgeThatMayNotUseItsGroupEnds() throws Exception {
    brokers.createTopic("readable", 1);
    allow(ResourceType.TOPIC, "readable", AclOperation.READ);
    try (FifoBridge there =
        TopicToFifo.of("readable", folder.resolve("out")).client(ann("open sesame")).start()) {
      assertThat(ended(() -> there.await(Eventually.LIMIT)))
          .hasMessageContaining("standpipe-readable-fifo");
    }
  }

  @Test
  void aServerThatMayNotWriteRepliesEndsAndLeavesTheRequest() throws Exception {
    for (String topic : List.of("asked", "asked.replies")) {
      brokers.createTopic(topic, 1);
      allow(ResourceType.TOPIC, topic, AclOperation.READ);
    }
    allow(ResourceType.TOPIC, "asked", AclOperation.WRITE);
    allow(ResourceType.GROUP, "standpipe-asked-serve", AclOperation.READ);
    RequestTopic topic = RequestTopic.of("asked").client(ann("open sesame"));
    try (TopicClient client = topic.connect();
        TopicServer server = topic.serve(TopicServerOptions.standard(), text -> text + "!")) {
      var asking = Background.start(ThreadKind.VIRTUAL, () -> client.ask("a", Eventually.LIMIT));
      assertThat(ended(() -> server.await(Eventually.LIMIT))).hasMessageContaining("asked.replies");
      allow(ResourceType.TOPIC, "asked.replies", AclOperation.WRITE);
      try (TopicServer _ = topic.serve(TopicServerOptions.standard(), text -> text + "?")) {
        assertThat(asking.value()).isEqualTo("a?");
      }
    }
  }

  @Test
  void aClientWithoutCredentialsIsToldWhatToLookAt() {
    Map<String, String> none = Map.of("bootstrap.servers", brokers.bootstrapServers());
    KafkaTaskException e =
        catchThrowableOfType(
            KafkaTaskException.class,
            () ->
                FifoToTopic.of(folder.resolve("in"), "bytes")
                    .client(none)
                    .connectLimit(Duration.ofSeconds(1))
                    .start()
                    .close());
    assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(e).hasMessageContaining("check security.protocol");
  }
}
