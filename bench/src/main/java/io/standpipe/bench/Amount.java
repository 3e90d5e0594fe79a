package io.standpipe.bench;

import java.util.Locale;

/**
 * How much a round does: one number for each scale.
 *
 * @param kind what the number means
 * @param full the number for published results
 * @param quick a smaller number
 * @param smoke a minimal number
 */
record Amount(Kind kind, long full, long quick, long smoke) {
  private static final long MIB = 1 << 20;

  /** What the number means, and therefore what a correct sample is. */
  enum Kind {
    /** Milliseconds: as many operations as there is time for. The contender checks each answer. */
    MILLIS,
    /** Exactly this many bytes. */
    BYTES,
    /** The numbers from 1 on, one per line: exactly this many lines, and all their digits. */
    LINES,
    /** The number of participants. What is counted is up to the contender. */
    PARTIES
  }

  static Amount time() {
    return new Amount(Kind.MILLIS, 1000, 250, 10);
  }

  static Amount mebibytes(long full, long quick, long smoke) {
    return new Amount(Kind.BYTES, full * MIB, quick * MIB, smoke * MIB);
  }

  /** The number that the contender reads. */
  long at(Scale scale) {
    return switch (scale) {
      case FULL -> full;
      case QUICK -> quick;
      case SMOKE -> smoke;
    };
  }

  /** The amount in words. */
  String describe(Scale scale) {
    return kind == Kind.BYTES
        ? String.format(Locale.ROOT, "%,d MiB", at(scale) / MIB)
        : String.format(Locale.ROOT, "%,d", at(scale));
  }

  /** Throws {@code IllegalStateException} if the contender did not do what it was told. */
  void check(Sample sample, Scale scale) {
    switch (kind) {
      case MILLIS ->
          require(sample.nanos() >= at(scale) * 1_000_000, sample, "that many ms", scale);
      case BYTES -> require(sample.count() == at(scale), sample, "that many bytes", scale);
      case LINES -> {
        require(sample.count() == at(scale), sample, "that many lines", scale);
        Long bytes = sample.notes().get("bytes");
        require(bytes != null && bytes == digits(at(scale)), sample, "all their digits", scale);
      }
      case PARTIES -> {}
    }
  }

  private void require(boolean right, Sample sample, String expected, Scale scale) {
    if (!right) {
      throw new IllegalStateException(
          "told %d: %s expected, but it says: %s".formatted(at(scale), expected, sample));
    }
  }

  /** The number of digits of the numbers from 1 to {@code last}. */
  static long digits(long last) {
    long digits = 0;
    for (long from = 1; from <= last; from *= 10) {
      digits += last - from + 1; // each of these has one more digit than those before
    }
    return digits;
  }
}
