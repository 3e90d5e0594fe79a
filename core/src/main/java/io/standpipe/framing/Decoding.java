package io.standpipe.framing;

import io.standpipe.framing.FrameException.Reason;
import java.util.Arrays;

/** How frames are found in a stream: one for each kind of framing, and one object for a stream. */
abstract class Decoding {
  private final Framing framing;

  Decoding(Framing framing) {
    this.framing = framing;
  }

  final int limit() {
    return framing.limit();
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

  /** A message at {@code at} that is longer than the limit; what comes after it can be found. */
  final FrameException tooLong(Window in, int at, String length) {
    String what = "a message of %s, the limit is %d,".formatted(length, framing.limit());
    String advice = "a higher limit lets it pass, or this is not the framing";
    return failure(Reason.TOO_LONG, in, at, what, advice, true);
  }

  /** The stream has ended in the middle of the message at the window's start. */
  final FrameException endedEarly(Window in, String state) {
    String what = "the stream has ended in the middle of a message, after " + state + ",";
    return failure(
        Reason.ENDED_EARLY, in, in.start, what, "the other side died, or lost its place", false);
  }

  /**
   * @param resumes whether a later boundary can be found
   */
  final FrameException malformed(Window in, int at, String what, boolean resumes) {
    String advice = "a stray print of the other side, or not this framing";
    return failure(Reason.MALFORMED, in, at, what, advice, resumes);
  }

  @Override
  public final String toString() {
    return framing.toString();
  }

  private FrameException failure(
      Reason reason, Window in, int at, String what, String advice, boolean resumes) {
    int length = Math.min(in.end - at, FrameException.KEPT);
    byte[] bytes = Arrays.copyOfRange(in.array, at, at + length);
    long offset = in.origin + at;
    String message =
        "read %s: %s at byte %d of the stream: %s; %s"
            .formatted(framing, what, offset, Excerpt.quoted(bytes, 0, length), advice);
    return new FrameException(
        reason, message, offset, bytes, resumes && framing.isResynchronizing());
  }
}
