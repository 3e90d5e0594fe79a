package io.standpipe.bench;

import java.util.Locale;

/** What a work counts, and how its speed is shown. Comparisons use the plain rate. */
enum Unit {
  RUNS("runs/s", 1, 0),
  TURNS("turns/s", 1, 0),
  GIGABYTES("GB/s", 1e-9, 2),
  LINES("million lines/s", 1e-6, 1),
  /** A duration: less is better, so the inverse of the rate is shown. */
  MILLIS("ms", 0, 1);

  final String label;
  private final double factor;
  private final int decimals;

  Unit(String label, double factor, int decimals) {
    this.label = label;
    this.factor = factor;
    this.decimals = decimals;
  }

  /** The number without its unit, {@code 1,530}. */
  String format(double perSecond) {
    double shown = this == MILLIS ? 1e3 / perSecond : perSecond * factor;
    return String.format(Locale.ROOT, "%,." + decimals + "f", shown);
  }
}
