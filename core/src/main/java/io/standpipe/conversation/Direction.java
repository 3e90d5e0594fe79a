package io.standpipe.conversation;

/** Which way a message goes. */
public enum Direction {
  /** To the other side: {@code >} in a transcript. */
  SENT('>'),
  /** From the other side: {@code <} in a transcript. */
  RECEIVED('<');

  private final char sign;

  Direction(char sign) {
    this.sign = sign;
  }

  char sign() {
    return sign;
  }
}
