package io.standpipe.bench;

import org.jspecify.annotations.Nullable;

/** How a target stands. */
enum Verdict {
  MET("met"),
  MISSED("missed"),
  /** There is none, or it was not measured. */
  NONE("");

  final String label;

  Verdict(String label) {
    this.label = label;
  }

  static Verdict of(boolean met) {
    return met ? MET : MISSED;
  }

  /** Of a ratio that is to be at least so much, if anything. */
  static Verdict of(@Nullable Double least, double ratio) {
    return least == null ? NONE : of(ratio >= least);
  }
}
