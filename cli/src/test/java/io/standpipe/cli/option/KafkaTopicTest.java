package io.standpipe.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class KafkaTopicTest {
  @ParameterizedTest
  @ValueSource(strings = {"kafka:in", "kafka:a.b_c-D9", "kafka:...", "kafka:-"})
  void aNameThatKafkaTakesIsATopic(String word) {
    assertThat(KafkaTopic.parse(word)).hasToString(word);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kafka:", "kafka:.", "kafka:..", "kafka:a b", "kafka:a/b", "kafka:é", "kafka:a:b"})
  void aNameThatKafkaDoesNotTakeIsRefusedWithAReason(String word) {
    assertThatThrownBy(() -> KafkaTopic.parse(word))
        .isInstanceOf(TypeConversionException.class)
        .message()
        .containsAnyOf("without a topic", "is not a name for a topic: Kafka takes");
  }

  @Test
  void aNameHasAtMost249Characters() {
    assertThat(KafkaTopic.parse("kafka:" + "x".repeat(249)).name()).hasSize(249);
    assertThatThrownBy(() -> KafkaTopic.parse("kafka:" + "x".repeat(250)))
        .hasMessageContaining("249");
  }

  @ParameterizedTest
  @ValueSource(strings = {"in", "./kafka:in", "Kafka:in", "kafka", ""})
  void whatDoesNotBeginWithKafkaIsAPath(String word) {
    assertThat(KafkaTopic.isMeant(word)).isFalse();
    assertThatThrownBy(() -> KafkaTopic.parse(word)).hasMessageContaining("write kafka:TOPIC");
  }
}
