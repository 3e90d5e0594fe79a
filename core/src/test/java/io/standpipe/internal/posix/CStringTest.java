package io.standpipe.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any bytes become a word, and that word becomes the same bytes again. */
class CStringTest {
  private static final int ROUNDS = 20_000;

  /** Almost UTF-8: cut and overlong sequences, surrogates, values above the last character. */
  private static final int[][] NEARLY = {
    {0xc3}, {0xa9}, {0xe2, 0x82}, {0xed, 0xa0, 0x80}, {0xed, 0xb2, 0x80}, {0xc0, 0x80},
    {0xf0, 0x9f, 0x98}, {0xf4, 0x90, 0x80, 0x80}, {0xff}, {0xfe}, {0x80}, {0xe0, 0x80, 0x80},
    {0xf0, 0x9f, 0x98, 0x80}, {'a'}, {0xc3, 0xbc}
  };

  @Test
  void everySingleByteComesBack() {
    for (int b = 0; b < 256; b++) {
      assertComesBack(new byte[] {(byte) b}, b);
    }
  }

  @Test
  void anyBytesComeBack() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      assertComesBack(bytes, seed);
    }
  }

  @Test
  void whatIsNearlyUtf8ComesBack() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      var bytes = new java.io.ByteArrayOutputStream();
      for (int n = random.nextInt(8); n >= 0; n--) {
        for (int b : NEARLY[random.nextInt(NEARLY.length)]) {
          bytes.write(b);
        }
      }
      assertComesBack(bytes.toByteArray(), seed);
    }
  }

  @Test
  void whatIsUtf8IsReadAsUtf8() {
    String word = "Grüße, 世界 \uD83D\uDE00 \u0000 \uD83D\uDC80";
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    assertThat(CString.decode(bytes)).isEqualTo(word);
    assertThat(CString.encode(word)).isEqualTo(bytes);
  }

  @Test
  void aByteThatIsNotUtf8IsALoneLowSurrogate() {
    assertThat(CString.decode(new byte[] {'a', (byte) 0xff, 'b'})).isEqualTo("a\uDCFFb");
    assertThat(CString.encode("a\uDCFFb")).containsExactly('a', 0xff, 'b');
  }

  @Test
  void aNulIsFoundWhereverItStands() {
    assertThat(CString.hasNul("spam")).isFalse();
    assertThat(CString.hasNul("")).isFalse();
    assertThat(CString.hasNul("sp\0am")).isTrue();
    assertThat(CString.hasNul("spam\0")).isTrue();
  }

  private static void assertComesBack(byte[] bytes, long seed) {
    String word = CString.decode(bytes);
    assertThat(CString.encode(word)).as("seed %d, word %s", seed, word).isEqualTo(bytes);
  }
}
