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
  private final SpinPolicy policy = new TerminalSpinPolicy(posix.posix());

  @Test
  void beforeEachTryTheProcessorIsGivenAwayForAWhile() {
    learnThatWaitsAreShort(policy);
    policy.begin();
    long began = System.nanoTime();
    assertThat(policy.tryAgain()).isTrue();
    long pause = System.nanoTime() - began;
    assertThat(posix.count("sched_yield")).isPositive();
    assertThat(pause).isGreaterThanOrEqualTo(TerminalSpinPolicy.PAUSE_MICROS * 1_000L);
  }

  @Test
  @Tag("pitfall-22")
  void theTriesAreFewAndEndByThemselves() {
    int most = 0;
    for (int wait = 0; wait < 50; wait++) { // the first ones load classes
      learnThatWaitsAreShort(policy);
      policy.begin();
      int tries = 0;
      while (policy.tryAgain()) {
        assertThat(++tries).as("tries in one wait").isLessThanOrEqualTo(MOST_TRIES);
      }
      assertThat(policy.tryAgain()).as("once more, after a park").isFalse();
      most = Math.max(most, tries);
    }
    assertThat(most).as("tries in one wait").isGreaterThan(1);
  }
}
