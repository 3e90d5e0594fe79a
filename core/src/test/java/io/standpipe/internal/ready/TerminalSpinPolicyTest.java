package io.standpipe.internal.ready;

import static io.standpipe.internal.ready.SpinPolicyTest.learnThatWaitsAreShort;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.testing.FaultyPosix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens between two attempts at a terminal. */
@Tag("blocking")
class TerminalSpinPolicyTest {
  private static final int MOST_TRIES =
      TerminalSpinPolicy.SPIN_MICROS / TerminalSpinPolicy.PAUSE_MICROS + 1;

  private final FaultyPosix posix = new FaultyPosix();
  private final StepClock clock = new StepClock();
  private final SpinPolicy policy = new TerminalSpinPolicy(posix.posix(), clock);

  @Test
  void beforeEachTryTheProcessorIsGivenAwayForAWhile() {
    learnThatWaitsAreShort(policy);
    policy.begin();
    long began = clock.now();
    assertThat(policy.tryAgain()).isTrue();
    long pause = clock.now() - began;
    assertThat(posix.count("sched_yield")).isPositive();
    assertThat(pause).isGreaterThanOrEqualTo(TerminalSpinPolicy.PAUSE_MICROS * 1_000L);
  }

  @Test
  @Tag("pitfall-22")
  void theTriesAreFewAndEndByThemselves() {
    learnThatWaitsAreShort(policy);
    policy.begin();
    int tries = 0;
    while (policy.tryAgain()) {
      assertThat(++tries).as("tries in one wait").isLessThanOrEqualTo(MOST_TRIES);
    }
    assertThat(tries).as("tries in one wait").isGreaterThan(1);
    assertThat(policy.tryAgain()).as("once more, after a park").isFalse();
  }
}
