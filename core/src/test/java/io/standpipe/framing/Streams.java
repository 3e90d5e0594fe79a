package io.standpipe.framing;

import java.util.Random;

/** Streams that come close to what a decoder looks for. */
final class Streams {
  private static final String TELLING = "aabb\n\n\r\0\u00ff";

  private Streams() {}

  /** Up to some hundred bytes, delimiters and their halves among them. */
  static byte[] random(Random random) {
    byte[] stream = new byte[random.nextInt(400)];
    boolean dense = random.nextBoolean();
    for (int i = 0; i < stream.length; i++) {
      boolean telling = dense || random.nextInt(20) == 0;
      stream[i] =
          (byte) (telling ? TELLING.charAt(random.nextInt(TELLING.length())) : random.nextInt());
    }
    return stream;
  }
}
