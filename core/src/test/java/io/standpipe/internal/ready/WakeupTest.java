package io.standpipe.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The states of a wait on one thread. Races are left to the stress tests. */
@Tag("blocking")
class WakeupTest {
  private final Wakeup wakeup = new Wakeup();

  @AfterEach
  void noInterruptIsLeft() {
    Thread.interrupted();
  }

  private WaitOutcome awaitNothing() {
    return wakeup.await(Deadline.afterNanos(1));
  }

  @Test
  void aWakeThatCameAfterTheBeginningEndsTheWait() {
    wakeup.begin();
    wakeup.ready();
    assertThat(wakeup.await(Deadline.NEVER)).isEqualTo(WaitOutcome.READY);
  }

  @Test
  void aWakeOfAnEarlierWaitIsForgottenAtTheBeginning() {
    wakeup.ready();
    wakeup.begin();
    assertThat(awaitNothing()).isEqualTo(WaitOutcome.TIMED_OUT);
  }

  @Test
  void aCloseIsNeverForgotten() {
    wakeup.close();
    wakeup.begin();
    wakeup.ready();
    assertThat(wakeup.await(Deadline.NEVER)).isEqualTo(WaitOutcome.CLOSED);
  }

  @Test
  void aWakeCountsForMoreThanAnInterrupt() {
    wakeup.begin();
    wakeup.ready();
    Thread.currentThread().interrupt();
    assertThat(wakeup.await(Deadline.NEVER)).isEqualTo(WaitOutcome.READY);
  }

  @Test
  void anInterruptCountsForMoreThanADeadlineThatHasPassed() {
    wakeup.begin();
    Thread.currentThread().interrupt();
    assertThat(wakeup.await(Deadline.afterNanos(-1))).isEqualTo(WaitOutcome.INTERRUPTED);
  }
}
