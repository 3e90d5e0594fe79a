package io.standpipe.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTextTest {
  @Test
  void wordsAreQuotedAndOnOneLine() {
    assertThat(CommandText.words(List.of("tar", "x f", ""))).isEqualTo("[\"tar\", \"x f\", \"\"]");
    assertThat(CommandText.words(List.of("a\"b\n"))).isEqualTo("[\"a\\\"b\\n\"]");
  }

  @Test
  void longWordsAndLongListsAreShortened() {
    assertThat(CommandText.words(List.of("x".repeat(80))))
        .isEqualTo("[\"" + "x".repeat(80) + "\"]");
    assertThat(CommandText.words(List.of("x".repeat(81))))
        .isEqualTo("[\"" + "x".repeat(80) + "\"… (81 characters)]");
    assertThat(CommandText.words(Collections.nCopies(14, "x"))).endsWith("\"x\", … 2 more]");
  }

  @Test
  void aLineNamesAProcessInFewCharacters() {
    assertThat(CommandText.line(List.of("sleep", "1000"))).isEqualTo("sleep 1000");
    assertThat(CommandText.line(List.of("x".repeat(100)))).isEqualTo("x".repeat(80) + "…");
    assertThat(CommandText.line(Collections.nCopies(13, "x"))).endsWith("x x…");
    assertThat(CommandText.line(Collections.nCopies(13, "x".repeat(10)))).endsWith("xx…");
  }

  @Test
  void aProgramStandsWithoutItsFolder() {
    assertThat(CommandText.program("/usr/bin/python3 /tmp/child.py"))
        .isEqualTo("python3 /tmp/child.py");
    assertThat(CommandText.program("/bin/true")).isEqualTo("true");
    assertThat(CommandText.program("sh\n" + "x".repeat(60))).hasSize(62).startsWith("sh\\nx");
  }
}
