package io.standpipe.framing;

import io.standpipe.framing.FrameException.Reason;
import io.standpipe.internal.text.Excerpt;
import java.util.Arrays;

/**
 * The exceptions of a decoder.
 *
 * @param framing the name of the framing, for messages
 * @param resynchronizing whether the reader goes on after an error if it can
 */
record DecodeErrors(String framing, boolean resynchronizing) {
  /** The message at {@code at} is longer than the limit. The message after it can be found. */
  FrameException tooLong(ReceiveBuffer in, int at, String length, int limit) {
    String what = "a message of %s, the limit is %d,".formatted(length, limit);
    String advice = "a higher limit lets it pass, or this is not the framing";
    return failure(Reason.TOO_LONG, in, at, what, advice, resynchronizing);
  }

  /** The stream has ended in the middle of the message at the buffer's start. */
  FrameException endedEarly(ReceiveBuffer in, String state) {
    String what = "the stream has ended in the middle of a message, after " + state + ",";
    String advice = "the other side died, or lost its place";
    return failure(Reason.ENDED_EARLY, in, in.start, what, advice, false);
  }

  /** The bytes at {@code at} are wrong, and no later message can be found. */
  FrameException malformed(ReceiveBuffer in, int at, String what) {
    return malformed(in, at, what, false);
  }

  /** The bytes at {@code at} are wrong, but a later message can be found. */
  FrameException skippable(ReceiveBuffer in, int at, String what) {
    return malformed(in, at, what, resynchronizing);
  }

  private FrameException malformed(ReceiveBuffer in, int at, String what, boolean recoverable) {
    String advice = "a stray print of the other side, or not this framing";
    return failure(Reason.MALFORMED, in, at, what, advice, recoverable);
  }

  private FrameException failure(
      Reason reason, ReceiveBuffer in, int at, String what, String advice, boolean recoverable) {
    int length = Math.min(in.end - at, FrameException.KEPT);
    byte[] bytes = Arrays.copyOfRange(in.array, at, at + length);
    long offset = in.origin + at;
    String message =
        "read %s: %s at byte %d of the stream: %s; %s"
            .formatted(framing, what, offset, Excerpt.bytes(bytes, 0, length), advice);
    return new FrameException(reason, message, offset, bytes, recoverable);
  }
}
