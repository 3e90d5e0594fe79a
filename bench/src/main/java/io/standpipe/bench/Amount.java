package io.standpipe.bench;

import java.util.Locale;

/**
 * What a round is told: one number for each scale.
 *
 * @param kind of what
 * @param full what results are written from
 * @param quick less
 * @param smoke hardly any
 */
record Amount(Kind kind, long full, long quick, long smoke) {
  private static final long MIB = 1 << 20;

  /** What the number means, and hence what a right sample is. */
  enum Kind {
    /** As many as there is time for. The contender looks at each answer itself. */
    MILLIS,
    /** So many bytes, exactly. */
    BYTES,
    /** The numbers from 1 on, a line each: so many lines, and as many digits. */
    LINES,
    /** So many that take part. What is counted is the contender's matter. */
    PARTIES
  }

  static Amount time() {
    return new Amount(Kind.MILLIS, 1000, 250, 10);
  }

  static Amount mebibytes(long full, long quick, long smoke) {
    return new Amount(Kind.BYTES, full * MIB, quick * MIB, smoke * MIB);
  }

  /** The number in the contender's line. */
  long at(Scale scale) {
    return switch (scale) {
      case FULL -> full;
      case QUICK -> quick;
      case SMOKE -> smoke;
    };
  }

  /** In words. */
  String describe(Scale scale) {
    return kind == Kind.BYTES
        ? String.format(Locale.ROOT, "%,d MiB", at(scale) / MIB)
        : String.format(Locale.ROOT, "%,d", at(scale));
  }

  /** Throws {@code IllegalStateException} where the contender did not do what it was told. */
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

  /** How many digits the numbers from 1 to {@code last} have. */
  static long digits(long last) {
    long digits = 0;
    for (long from = 1; from <= last; from *= 10) {
      digits += last - from + 1; // each of these has one more digit than those before
    }
    return digits;
  }
}
