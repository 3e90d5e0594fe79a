package io.standpipe.bench;

import java.time.Duration;

/** How much is measured. */
enum Scale {
  /** What the results are written from. */
  FULL(9, 3, 12),
  /** Enough to see where one stands: a few minutes. */
  QUICK(5, 2, 3),
  /** Whether everything still runs and counts right; its times mean nothing. */
  SMOKE(1, 0, 0);

  final int rounds;
  final int warmUps;

  /** How long a JVM may take, before all rounds, until it has compiled what it runs. */
  final Duration jvmWarmUp;

  Scale(int rounds, int warmUps, int jvmWarmUpSeconds) {
    this.rounds = rounds;
    this.warmUps = warmUps;
    this.jvmWarmUp = Duration.ofSeconds(jvmWarmUpSeconds);
  }

  /** Whether the times are good for a judgement. */
  boolean judges() {
    return this != SMOKE;
  }

  /** How it is written in results: {@code 9 rounds after 3 to warm up}. */
  String describe(Work work) {
    String rounds = work.rounds(this) + " rounds after " + work.warmUps(this) + " to warm up";
    return work.amount().kind() == Amount.Kind.MILLIS
        ? rounds + ", and before that up to " + jvmWarmUp.toSeconds() + " s for each JVM"
        : rounds;
  }
}
