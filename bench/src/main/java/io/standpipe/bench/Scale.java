package io.standpipe.bench;

/** How much is measured. */
enum Scale {
  /** What the results are written from. */
  FULL(9, 3),
  /** Enough to see where one stands: a few minutes. */
  QUICK(5, 2),
  /** Whether everything still runs and counts right; its times mean nothing. */
  SMOKE(1, 0);

  final int rounds;
  final int warmUps;

  Scale(int rounds, int warmUps) {
    this.rounds = rounds;
    this.warmUps = warmUps;
  }

  /** Whether the times are good for a judgement. */
  boolean judges() {
    return this != SMOKE;
  }

  /** How it is written in results: {@code 9 rounds after 3 to warm up}. */
  String describe(Work work) {
    return work.rounds(this) + " rounds after " + work.warmUps(this) + " to warm up";
  }
}
