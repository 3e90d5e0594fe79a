package io.standpipe.bench;

import org.jspecify.annotations.Nullable;

/** Whether a target is met. */
enum Verdict {
  MET("met"),
  MISSED("missed"),
  /** There is no target, or it was not measured. */
  NONE("");

  final String label;

  Verdict(String label) {
    this.label = label;
  }

  static Verdict of(boolean met) {
    return met ? MET : MISSED;
  }

  /** The verdict on a ratio that must be at least {@code target}, if there is one. */
  static Verdict of(@Nullable Double least, double ratio) {
    return least == null ? NONE : of(ratio >= least);
  }
}
