package io.standpipe.conversation;

/** Who says it. */
public enum Direction {
  /** What we say: {@code >} in a transcript. */
  SENT('>'),
  /** What the other side says: {@code <} in a transcript. */
  RECEIVED('<');

  private final char sign;

  Direction(char sign) {
    this.sign = sign;
  }

  char sign() {
    return sign;
  }
}
