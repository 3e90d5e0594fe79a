package io.standpipe.framing;

import io.standpipe.framing.FrameException.Reason;
import java.util.Arrays;

/** How frames are found in a stream: one for each kind of framing, and one object for a stream. */
abstract class Decoding {
  private final Framing framing;

  Decoding(Framing framing) {
    this.framing = framing;
  }

  /**
   * Turns {@code out} to the next message and moves the window's start behind it.
   *
   * @return false where the window has no whole message
   */
  abstract boolean next(Window in, Frame out) throws FrameException;

  /**
   * What to do with the rest, when {@link #next} has found nothing and no more will come.
   *
   * @return false where there is none
   */
  abstract boolean last(Window in, Frame out) throws FrameException;

  /** The bytes in the window have moved to the front by so many. */
  void moved(int by) {}

  final FrameException tooLong(Window in, int at, String length) {
    int kept = Math.min(framing.limit(), FrameException.KEPT - 1) + 1;
    return malformed(
        Reason.TOO_LONG,
        in,
        at,
        kept,
        "a message of " + length + ", the limit is " + framing.limit(),
        "raise limit(), or have such messages dropped by resynchronizing()",
        true);
  }

  /**
   * @param at index of the first offending byte
   * @param most how many of those that follow may be shown
   * @param resumes whether a later boundary can be found
   */
  final FrameException malformed(
      Reason reason, Window in, int at, int most, String what, String advice, boolean resumes) {
    int length = Math.min(Math.min(most, in.end - at), FrameException.KEPT);
    byte[] bytes = Arrays.copyOfRange(in.array, at, at + length);
    long offset = in.origin + at;
    String message =
        "read %s: %s at byte %d of the stream: %s; %s"
            .formatted(framing, what, offset, Excerpt.quoted(bytes, 0, length), advice);
    return new FrameException(
        reason, message, offset, bytes, resumes && framing.isResynchronizing());
  }
}
