package io.standpipe.framing;

import io.standpipe.framing.FrameException.Reason;
import java.util.Arrays;

/** Says why a message cannot be written. Nothing of it was, so the writer can go on. */
final class Refusal {
  private final Framing framing;

  Refusal(Framing framing) {
    this.framing = framing;
  }

  void checkLimit(int length) throws FrameException {
    if (length > framing.limit()) {
      throw tooLong(length, framing.limit(), "the limit of this framing");
    }
  }

  FrameException tooLong(int length, long most, String whatSaysSo) {
    String message =
        "write %s: the message has %d bytes, more than %d, %s"
            .formatted(framing, length, most, whatSaysSo);
    return new FrameException(Reason.TOO_LONG, message, most, new byte[0], true);
  }

  /**
   * @param start where the message begins in {@code bytes}
   * @param at where what is wrong with it begins
   */
  FrameException unwritable(String what, byte[] bytes, int start, int at, int end) {
    int length = Math.min(end - at, FrameException.KEPT);
    byte[] shown = Arrays.copyOfRange(bytes, at, at + length);
    String message =
        "write %s: %s at byte %d of the message: %s; nothing of it was written"
            .formatted(framing, what, at - start, Excerpt.quoted(shown, 0, length));
    return new FrameException(Reason.UNWRITABLE, message, at - start, shown, true);
  }
}
