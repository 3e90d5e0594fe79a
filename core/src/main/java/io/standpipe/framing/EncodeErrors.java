package io.standpipe.framing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.framing.FrameException.Reason;
import io.standpipe.internal.text.Excerpt;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The exceptions for messages that cannot be written. No byte of such a message was written, so the
 * writer can go on.
 *
 * @param framing the name of the framing, for messages
 */
record EncodeErrors(String framing) {
  /** Throws if a message of {@code length} bytes is longer than the framing's limit. */
  void checkLimit(int length, int limit) throws FrameException {
    if (length > limit) {
      throw tooLong(length, limit, "the limit of this framing");
    }
  }

  FrameException tooLong(int length, long most, String whatSaysSo) {
    String message =
        "write %s: the message has %d bytes, more than %d, %s"
            .formatted(framing, length, most, whatSaysSo);
    return new FrameException(Reason.TOO_LONG, message, most, new byte[0], true);
  }

  /**
   * The message in {@code bytes[start, end)} would not be read as such.
   *
   * @param at where the offending bytes begin
   */
  FrameException unwritable(String what, byte[] bytes, int start, int at, int end) {
    int length = Math.min(end - at, FrameException.KEPT);
    byte[] shown = Arrays.copyOfRange(bytes, at, at + length);
    String message =
        "write %s: %s at byte %d of the message: %s; nothing of it was written"
            .formatted(framing, what, at - start, Excerpt.bytes(shown, 0, length));
    return new FrameException(Reason.UNWRITABLE, message, at - start, shown, true);
  }

  /** The character at {@code at} is half a surrogate pair. */
  FrameException noUtf8(String text, int at) {
    int offset = text.substring(0, at).getBytes(UTF_8).length;
    char c = text.charAt(at);
    String message =
        "write %s: half a surrogate pair, U+%04X, at character %d: it has no UTF-8; nothing was written"
            .formatted(framing, (int) c, at);
    byte[] bytes = ByteBuffer.allocate(Character.BYTES).putChar(c).array();
    return new FrameException(Reason.UNWRITABLE, message, offset, bytes, true);
  }
}
