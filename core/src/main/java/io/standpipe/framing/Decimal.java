package io.standpipe.framing;

/** Numbers as ASCII, without garbage. */
final class Decimal {
  private Decimal() {}

  /** Puts {@code number} ≥ 0 to {@code into[at…]}; the index after it. */
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
