package io.standpipe.framing;

import java.util.Arrays;

/** The bytes that end a message. Immutable. */
final class Delimiter {
  /** At least one byte. */
  final byte[] bytes;

  /** Whether a {@code \r} right before the delimiter belongs to it, not to the message. */
  final boolean optionalReturn;

  /** Whether a message is returned with its delimiter. */
  final boolean kept;

  private Delimiter(byte[] bytes, boolean optionalReturn, boolean kept) {
    this.bytes = bytes;
    this.optionalReturn = optionalReturn;
    this.kept = kept;
  }

  static Delimiter of(byte... bytes) {
    return new Delimiter(bytes.clone(), false, false);
  }

  /** A copy that is written with a {@code \r} before it, and read with or without one. */
  Delimiter withOptionalReturn() {
    return new Delimiter(bytes, true, kept);
  }

  /** A copy that stays on the message. */
  Delimiter keptOnMessage() {
    return new Delimiter(bytes, optionalReturn, true);
  }

  /** Whether {@code in[start, end)} ends with the delimiter. */
  boolean ends(byte[] in, int start, int end) {
    int first = end - bytes.length;
    return first >= start && Arrays.equals(in, first, end, bytes, 0, bytes.length);
  }
}
