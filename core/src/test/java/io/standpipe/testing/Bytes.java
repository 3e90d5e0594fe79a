package io.standpipe.testing;

import io.standpipe.PipeWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Contents for pipes. */
public final class Bytes {
  private Bytes() {}

  /** Every value of a byte occurs, in no order; the same for the same seed. */
  public static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** The same byte all along. */
  public static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** Writes it all, then closes: how many bytes that were. */
  public static int writeAndClose(PipeWriter writer, byte[] bytes) throws IOException {
    try (writer) {
      return writer.write(ByteBuffer.wrap(bytes));
    }
  }
}
