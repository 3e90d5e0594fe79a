package io.standpipe.framing;

/**
 * Finds halves of surrogate pairs, which have no UTF-8: {@code String.getBytes} silently writes a
 * question mark for each.
 */
final class Surrogates {
  private Surrogates() {}

  /** The index of the first half without its other half, or −1. */
  static int indexOfUnpaired(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
