package io.standpipe.framing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The inputs that a fuzzer has found interesting, and thousands of similar ones. */
class FramingFuzzTest {
  private static final int NEAR_EACH = 20;

  @Test
  void holdsForWhatTheFuzzerFoundInteresting() throws Exception {
    List<byte[]> inputs = inputs();
    assertThat(inputs).hasSizeGreaterThan(100);
    inputs.forEach(FramingFuzzTest::run);
  }

  @Test
  void holdsForBytesNearThem() throws Exception {
    var random = new Random(25);
    for (byte[] input : inputs()) {
      for (int i = 0; i < NEAR_EACH; i++) {
        byte[] near = input.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0 && near.length > 0; changes--) {
          near[random.nextInt(near.length)] = (byte) random.nextInt();
        }
        run(near);
      }
    }
  }

  private static void run(byte[] input) {
    try {
      FramingFuzz.fuzzerTestOneInput(input);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(HexFormat.of().formatHex(input), e);
    }
  }

  /** One input per line, in hexadecimal. */
  private static List<byte[]> inputs() throws IOException {
    try (InputStream in = FramingFuzzTest.class.getResourceAsStream("fuzz-corpus.hex")) {
      return new String(in.readAllBytes(), US_ASCII).lines().map(HexFormat.of()::parseHex).toList();
    }
  }
}
