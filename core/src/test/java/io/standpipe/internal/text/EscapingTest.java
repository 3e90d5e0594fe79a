package io.standpipe.internal.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.CharConversionException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapingTest {
  @Test
  void wordsAreQuotedAndOnOneLine() {
    assertThat(Escaping.words(List.of("tar", "x f", ""))).isEqualTo("[\"tar\", \"x f\", \"\"]");
    assertThat(Escaping.words(List.of("a\"b\\c\n\r\t\u001b\u007f")))
        .isEqualTo("[\"a\\\"b\\\\c\\n\\r\\t\\u001b\\u007f\"]");
    assertThat(Escaping.words(List.of("gr\u00fcn \ud83d\ude00 \udcff")))
        .isEqualTo("[\"gr\u00fcn \ud83d\ude00 \\udcff\"]");
  }

  @Test
  void longWordsAndLongListsAreShortened() {
    assertThat(Escaping.words(List.of("x".repeat(80)))).isEqualTo("[\"" + "x".repeat(80) + "\"]");
    assertThat(Escaping.words(List.of("x".repeat(81))))
        .isEqualTo("[\"" + "x".repeat(80) + "…\" (81 characters)]");
    assertThat(Escaping.words(List.of("\ud83d\ude00".repeat(81))))
        .isEqualTo("[\"" + "\ud83d\ude00".repeat(80) + "…\" (81 characters)]");
    assertThat(Escaping.words(Collections.nCopies(14, "x"))).endsWith("\"x\", … 2 more]");
  }

  @Test
  void aLineNamesAProcessInFewCharacters() {
    assertThat(Escaping.line(List.of("sleep", "1000"))).isEqualTo("sleep 1000");
    assertThat(Escaping.line(List.of("x".repeat(100)))).isEqualTo("x".repeat(80) + "…");
    assertThat(Escaping.line(Collections.nCopies(13, "x"))).endsWith("x x…");
  }

  @ParameterizedTest
  @CsvSource({"61ff62, 1, ff", "80, 0, 80", "c3, 0, c3", "6162e282, 2, e2", "eda080, 0, ed"})
  void whereBytesAreNotUtf8TheOffsetIsNamed(String hex, int offset, String bad) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex);
    assertThatThrownBy(() -> Escaping.strictUtf8(bytes, "x"))
        .isInstanceOf(CharConversionException.class)
        .hasMessageContaining("not UTF-8 at offset " + offset + " (byte 0x" + bad + ")");
  }

  @Test
  void utf8IsText() throws Exception {
    String text = "a\u00fc\u65e5\ud83d\ude00\0\n";
    assertThat(Escaping.strictUtf8(text.getBytes(UTF_8), "x")).isEqualTo(text);
    assertThat(Escaping.strictUtf8(new byte[0], "x")).isEmpty();
  }
}
