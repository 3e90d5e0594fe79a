package io.standpipe.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  private static final String SMILEY = "\ud83d\ude00";

  @Test
  void aShortTextIsWhole() {
    assertThat(Excerpt.head("abc", 3)).isEqualTo("\"abc\"");
    assertThat(Excerpt.tail("abc", 3)).isEqualTo("\"abc\"");
    assertThat(Excerpt.sized("abc", 3)).isEqualTo("\"abc\"");
  }

  @Test
  void aLongTextIsCutBetweenCharacters() {
    assertThat(Excerpt.head(SMILEY.repeat(3), 2)).isEqualTo("\"" + SMILEY.repeat(2) + "\"…");
    assertThat(Excerpt.tail(SMILEY.repeat(3), 2)).isEqualTo("…\"" + SMILEY.repeat(2) + "\"");
    assertThat(Excerpt.sized(SMILEY.repeat(3), 2))
        .isEqualTo("\"" + SMILEY.repeat(2) + "\"… (3 characters)");
  }
}
