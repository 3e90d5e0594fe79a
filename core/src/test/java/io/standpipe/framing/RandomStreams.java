package io.standpipe.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Random;

/** Random streams that resemble the bytes that a decoder looks for. */
final class RandomStreams {
  private static final List<String> TELLING =
      List.of(
          "a",
          "a",
          "b",
          "ab",
          "\n",
          "\n",
          "\r",
          "\r\n",
          "\0",
          "\u0001",
          "\u0003",
          "\u00ff",
          "0",
          "1",
          "3",
          ":",
          ",",
          "3:abc,",
          "12:",
          "{",
          "}",
          "{}\n",
          "[1]\n",
          "7\n",
          "Content-Length:",
          "Content-Length: 2\r\n\r\nab",
          "content-length:70\r\n",
          "X-Other: y\r\n",
          " ",
          "log: ");

  private RandomStreams() {}

  /** Well-formed messages of the framing, noise, or noise between messages. */
  static byte[] random(Framing framing, Random random) {
    int kind = random.nextInt(3);
    var stream = new ByteArrayOutputStream();
    FrameWriter writer = framing.writer(Channels.newChannel(stream));
    try {
      for (int pieces = random.nextInt(40); pieces > 0; pieces--) {
        if (kind == 0 || (kind == 1 && random.nextInt(8) > 0)) {
          write(writer, random);
        } else {
          stream.write(noise(random));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stream.toByteArray();
  }

  private static void write(FrameWriter writer, Random random) throws IOException {
    try {
      writer.write(noise(random));
    } catch (FrameException refused) {
      // This framing cannot express this message.
    }
  }

  /** A piece that means something in a framing, or up to 150 random bytes. */
  static byte[] noise(Random random) {
    if (random.nextInt(10) > 0) {
      return TELLING.get(random.nextInt(TELLING.size())).getBytes(ISO_8859_1);
    }
    byte[] any = new byte[random.nextInt(150)];
    random.nextBytes(any);
    return any;
  }
}
