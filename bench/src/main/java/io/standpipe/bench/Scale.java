package io.standpipe.bench;

import java.time.Duration;

/** How much is measured. */
enum Scale {
  /** For published results. */
  FULL(9, 3, 12),
  /** Enough for a first impression, in a few minutes. */
  QUICK(5, 2, 3),
  /** Only checks that everything runs and counts correctly. The times mean nothing. */
  SMOKE(1, 0, 0);

  final int rounds;
  final int warmUps;

  /** How long a JVM may warm up before all rounds. */
  final Duration jvmWarmUp;

  Scale(int rounds, int warmUps, int jvmWarmUpSeconds) {
    this.rounds = rounds;
    this.warmUps = warmUps;
    this.jvmWarmUp = Duration.ofSeconds(jvmWarmUpSeconds);
  }

  /** Whether the times are good enough to judge targets. */
  boolean judges() {
    return this != SMOKE;
  }

  /** The text in results: {@code 9 rounds after 3 to warm up}. */
  String describe(Work work) {
    String rounds = work.rounds(this) + " rounds after " + work.warmUps(this) + " to warm up";
    return work.amount().kind() == Amount.Kind.MILLIS
        ? rounds + ", and before that up to " + jvmWarmUp.toSeconds() + " s for each JVM"
        : rounds;
  }
}
