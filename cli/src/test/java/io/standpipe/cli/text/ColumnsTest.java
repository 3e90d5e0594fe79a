package io.standpipe.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {
  @ParameterizedTest
  @CsvSource({"abc, 3", "é, 1", "e\u0301, 1", "日本, 4", "ひ, 2", "😀, 2", "Ａ, 2", "→, 1"})
  void wideCharactersTakeTwoColumnsAndMarksNone(String text, int columns) {
    assertThat(Columns.of(text)).isEqualTo(columns);
  }

  @ParameterizedTest
  @CsvSource({
    "abc, 2, ab",
    "abc, 3, abc",
    "a日b, 2, a",
    "a日b, 3, a日",
    "😀, 1, ''",
    "e\u0301x, 1, e\u0301"
  })
  void aCutTextFitsAndHasNoHalfCharacter(String text, int columns, String cut) {
    assertThat(Columns.cut(text, columns)).isEqualTo(cut);
  }
}
