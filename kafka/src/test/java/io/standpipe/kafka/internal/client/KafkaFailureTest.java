package io.standpipe.kafka.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.kafka.error.KafkaTaskException.Reason;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaFailureTest {
  static Stream<Arguments> reasons() {
    return Stream.of(
        Arguments.of(new TopicAuthorizationException("in"), Reason.REFUSED),
        Arguments.of(GroupAuthorizationException.forGroupId("g"), Reason.REFUSED),
        Arguments.of(new SaslAuthenticationException("no"), Reason.REFUSED),
        Arguments.of(new UnknownTopicOrPartitionException("in"), Reason.NO_TOPIC),
        Arguments.of(new TimeoutException("late"), Reason.UNREACHABLE),
        Arguments.of(new ProducerFencedException("old"), Reason.FENCED),
        Arguments.of(new ConfigException("a", "b"), Reason.MISCONFIGURED),
        Arguments.of(new UnsupportedVersionException("old"), Reason.MISCONFIGURED),
        Arguments.of(new IllegalStateException("what"), Reason.FAILED));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void theReasonIsFoundBehindWrappers(Exception said, Reason reason) {
    assertThat(KafkaFailure.of(said)).isEqualTo(new KafkaFailure(reason, said));
    var wrapped = new ExecutionException(new KafkaException("Failed to construct", said));
    assertThat(KafkaFailure.of(wrapped)).isEqualTo(new KafkaFailure(reason, said));
  }

  @Test
  void theMessageSaysWhatWasTriedWhatWasSaidAndWhatToDo() {
    var missing = new UnknownTopicOrPartitionException("This server does not host it.");
    assertThat(KafkaFailure.of(missing).during("read topic in"))
        .hasMessage(
            "read topic in: This server does not host it; create the topic first: standpipe"
                + " creates none")
        .hasCause(missing);
  }

  @Test
  void onlyTheStateOfTheClusterIsTransient() {
    assertThat(KafkaFailure.of(new NotLeaderOrFollowerException("moved")).isTransient()).isTrue();
    assertThat(KafkaFailure.of(new UnknownTopicOrPartitionException("in")).isTransient()).isFalse();
    assertThat(KafkaFailure.of(new TopicAuthorizationException("in")).isTransient()).isFalse();
  }

  @Test
  void anInterruptIsReportedOnce() {
    InterruptedException e = KafkaFailure.interrupted(new InterruptException("waiting"));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(e).hasCauseInstanceOf(InterruptException.class);
  }
}
