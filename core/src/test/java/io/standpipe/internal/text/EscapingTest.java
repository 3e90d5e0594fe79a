package io.standpipe.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapingTest {
  @Test
  void controlCharactersAreEscaped() {
    assertThat(Escaping.escape("a\n\r\t\u001b\u007f\u0085"))
        .isEqualTo("a\\n\\r\\t\\x1b\\x7f\\u0085");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x2028, 0x2029, 0x061c, 0x200e, 0x200f, 0x202a, 0x202e, 0x2066, 0x2069})
  void separatorsAndDirectionMarksAreEscaped(int mark) {
    assertThat(Escaping.escape("a" + Character.toString(mark) + "b"))
        .isEqualTo(String.format("a\\u%04xb", mark));
  }

  @Test
  void letterAndSignsOfAnyLanguageStandForThemselves() {
    assertThat(Escaping.escape("gr\u00fcn \ud83d\ude00 \u05d0"))
        .isEqualTo("gr\u00fcn \ud83d\ude00 \u05d0");
  }

  @Test
  void bytesThatAreNotUtf8AreShownAsBytes() {
    assertThat(Escaping.escape("\udcff")).isEqualTo("\\xff");
    byte[] bytes = "<\u00fc?>".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Escaping.quoted(bytes, 1, 2)).isEqualTo("\"\\xfc?\"");
    byte[] text = "\u00fc".getBytes(StandardCharsets.UTF_8);
    assertThat(Escaping.quoted(text, 0, 2)).isEqualTo("\"\u00fc\"");
  }

  @Test
  void otherLoneSurrogatesAreShownByTheirNumber() {
    assertThat(Escaping.escape("\ud83d!")).isEqualTo("\\ud83d!");
  }

  @Test
  void backslashesAreEscapedSoThatDifferentTextsLookDifferent() {
    assertThat(Escaping.escape("\\n\"")).isEqualTo("\\\\n\"");
    assertThat(Escaping.quoted("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
  }

  @Test
  void printableTextKeepsItsBackslashesAndTabs() {
    assertThat(Escaping.printable("C:\\dir\t\u001b[A\r\u0000"))
        .isEqualTo("C:\\dir\t\\x1b[A\\r\\x00");
  }

  @Test
  void ofPrintableBytesOnlyThoseThatAreNotUtf8AreShownAsBytes() {
    byte[] mixed = {'a', (byte) 0xff, (byte) 0xc3, (byte) 0xa9, (byte) 0xc3, 'z', '!'};
    assertThat(Escaping.printable(mixed, 6)).isEqualTo("a\\xff\u00e9\\xc3z");
    byte[] unfinished = {'a', (byte) 0xe2, (byte) 0x82};
    assertThat(Escaping.printable(unfinished, 3)).isEqualTo("a\\xe2\\x82");
  }
}
