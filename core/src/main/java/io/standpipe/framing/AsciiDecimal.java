package io.standpipe.framing;

/** Writes numbers in ASCII without allocating. */
final class AsciiDecimal {
  private AsciiDecimal() {}

  /** Puts {@code number} ≥ 0 into {@code into[at…]}; returns the index after it. */
  static int put(byte[] into, int at, int number) {
    int end = at + 1;
    for (int rest = number; rest > 9; rest /= 10) {
      end++;
    }
    int rest = number;
    for (int i = end - 1; i >= at; i--) {
      into[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return end;
  }
}
