package io.standpipe.bench;

import java.util.Locale;

/** What a round is told: for how long, or how many, for each scale. */
sealed interface Amount {
  /** The number in the contender's line. */
  long at(Scale scale);

  /** In words. */
  String describe(Scale scale);

  /** Throws {@code IllegalStateException} where the contender did not do what it was told. */
  void check(Sample sample, Scale scale);

  /** As many as there is time for. */
  record Time() implements Amount {
    @Override
    public long at(Scale scale) {
      return scale.roundMillis;
    }

    @Override
    public String describe(Scale scale) {
      return at(scale) + " ms";
    }

    /** The contender looks at each answer itself; here: that it did not stop early. */
    @Override
    public void check(Sample sample, Scale scale) {
      if (sample.nanos() < at(scale) * 1_000_000) {
        throw new IllegalStateException(
            "a round of " + at(scale) + " ms took only " + sample.nanos() + " ns");
      }
    }
  }

  /** So many, exactly: {@code each} of them make one of {@code unit}. */
  record Exactly(long full, long quick, long smoke, long each, String unit) implements Amount {
    private static final long MIB = 1 << 20;

    static Exactly bytes(long full, long quick, long smoke) {
      return new Exactly(full, quick, smoke, MIB, " MiB");
    }

    static Exactly of(long full, long quick, long smoke) {
      return new Exactly(full, quick, smoke, 1, "");
    }

    @Override
    public String describe(Scale scale) {
      return String.format(Locale.ROOT, "%,d%s", at(scale) / each, unit);
    }

    @Override
    public long at(Scale scale) {
      return switch (scale) {
        case FULL -> full;
        case QUICK -> quick;
        case SMOKE -> smoke;
      };
    }

    @Override
    public void check(Sample sample, Scale scale) {
      if (sample.count() != at(scale)) {
        throw new IllegalStateException(at(scale) + " expected, but it counted " + sample.count());
      }
    }
  }
}
