package io.standpipe.framing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Texts that have no UTF-8: half a surrogate pair. {@code String.getBytes} writes a question mark
 * for it and says nothing.
 */
final class Surrogates {
  private Surrogates() {}

  static void check(String text, Framing framing) throws FrameException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw failure(text, i, framing);
        }
        i++;
      }
    }
  }

  private static FrameException failure(String text, int at, Framing framing) {
    int offset = text.substring(0, at).getBytes(UTF_8).length;
    char c = text.charAt(at);
    String message =
        "write %s: half a surrogate pair, U+%04X, at character %d: it has no UTF-8; nothing was written"
            .formatted(framing, (int) c, at);
    byte[] bytes = ByteBuffer.allocate(Character.BYTES).putChar(c).array();
    return new FrameException(FrameException.Reason.UNWRITABLE, message, offset, bytes, true);
  }
}
