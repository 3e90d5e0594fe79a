package io.standpipe.kafka.internal.lane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmitKeyTest {
  private static @Nullable String key(EmitKey key, String message) {
    byte[] bytes = key.of(message.getBytes(UTF_8));
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "1|a b c|a",
        "2|      3 word|word",
        "2|tab\tand blank |and",
        "3|a b|",
        "name|{\"x\":{\"name\":1},\"name\":\"größe\"}|größe",
        "name|{\"name\":17.5}|17.5",
        "name|{\"name\":null}|",
        "name|{\"name\":[1]}|",
        "name|{\"other\":1}|",
        "name|not json|",
        "name|[\"name\"]|",
        "name|{\"name\"|",
      })
  void aColumnOrAFieldOfAJsonObject(String field, String message, @Nullable String expected) {
    assertThat(key(EmitKey.of(field), message)).isEqualTo(expected);
  }

  @Test
  void whatIsNoFieldIsRefused() {
    assertThat(key(EmitKey.none(), "a b")).isNull();
    assertThatThrownBy(() -> EmitKey.of("")).hasMessageContaining("expected");
    assertThatThrownBy(() -> EmitKey.of("0")).hasMessageContaining("column ≥ 1 expected: 0");
  }
}
