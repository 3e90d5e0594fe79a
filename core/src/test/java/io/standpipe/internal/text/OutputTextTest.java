package io.standpipe.internal.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.CharConversionException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTextTest {
  @ParameterizedTest
  @CsvSource({"61ff62, 1, ff", "80, 0, 80", "c3, 0, c3", "6162e282, 2, e2", "eda080, 0, ed"})
  void whereBytesAreNotUtf8TheOffsetIsNamed(String hex, int offset, String bad) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThatThrownBy(() -> OutputText.strictUtf8(bytes, "x"))
        .isInstanceOf(CharConversionException.class)
        .hasMessageContaining("not UTF-8 at offset " + offset + " (byte 0x" + bad + ")");
  }

  @Test
  void utf8IsText() throws Exception {
    String text = "a\u00fc\u65e5\ud83d\ude00\0\n";
    assertThat(OutputText.strictUtf8(text.getBytes(UTF_8), "x")).isEqualTo(text);
    assertThat(OutputText.strictUtf8(new byte[0], "x")).isEmpty();
  }

  @Test
  void lineEndsAtTheEndAreTrimmed() throws Exception {
    assertThat(OutputText.trimmed("\na \r\n\n".getBytes(UTF_8), "x")).isEqualTo("\na ");
    assertThat(OutputText.trimmed("\n".getBytes(UTF_8), "x")).isEmpty();
  }
}
