package io.standpipe.internal.ready;

import static io.standpipe.internal.ready.SpinPolicyTest.learnThatWaitsAreShort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.standpipe.testing.FaultyPosix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens between two attempts at a pipe. */
@Tag("blocking")
class PipeSpinPolicyTest {
  private final FaultyPosix posix = new FaultyPosix();
  private final SpinPolicy policy = new PipeSpinPolicy(posix.posix(), new StepClock());

  @Test
  void afterShortWaitsTheProcessorIsGivenAwayOnce() {
    learnThatWaitsAreShort(policy);
    policy.begin();
    assertThat(policy.tryAgain()).isTrue();
    for (int i = 0; i < 10; i++) {
      policy.tryAgain();
    }
    assertThat(posix.count("sched_yield")).isOne();
  }

  @Test
  @Tag("pitfall-22")
  void spinningEndsByItself() {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    learnThatWaitsAreShort(policy);
    policy.begin();
    int tries = 0;
    while (policy.tryAgain()) {
      assertThat(++tries).as("tries in one wait").isLessThan(1_000);
    }
    assertThat(tries).as("tries in one wait").isGreaterThan(1);
    assertThat(policy.tryAgain()).as("once more, after a park").isFalse();
  }
}
