package io.standpipe.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "61, 0",
    "c3, 1",
    "61c3, 1",
    "c3a9, 0",
    "e2, 1",
    "e282, 2",
    "e282ac, 0",
    "f0, 1",
    "f09f, 2",
    "f09f98, 3",
    "f09f9880, 0",
    // No character begins with these bytes:
    "ff, 0",
    "80, 0",
    "e080, 0",
    "c0, 0",
    "f5, 0",
    "ffc3, 1"
  })
  void knowsAnUnfinishedCharacterAtTheEnd(String hex, int expected) {
    byte[] all = bytes(hex);

    assertThat(Utf8.unfinished(all, all.length)).isEqualTo(expected);
  }

  @Test
  void wordsOfACommandLineBecomeTheirBytesAgain() {
    assertThat(Utf8.encode("é😀\udcff")).isEqualTo(bytes("c3a9f09f9880ff"));
  }

  @Test
  void textIsDecodedOnlyAsAWhole() {
    assertThat(Utf8.decode("é".getBytes(StandardCharsets.UTF_8))).contains("é");
    assertThat(Utf8.decode(bytes("61ff"))).isEmpty();
  }
}
