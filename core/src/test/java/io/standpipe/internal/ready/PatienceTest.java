package io.standpipe.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.standpipe.testing.FaultyPosix;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often a wait tries before it parks: what the waits before were like decides. */
class PatienceTest {
  private static final long LONG_NANOS = TimeUnit.MICROSECONDS.toNanos(Patience.SHORT_MICROS + 50);

  private final FaultyPosix posix = new FaultyPosix();
  private final Patience patience = new Patience(posix.posix());

  private void shortWait() {
    patience.begin();
    patience.end();
  }

  private void longWait() {
    patience.begin();
    long until = System.nanoTime() + LONG_NANOS;
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(LONG_NANOS);
    }
    patience.end();
  }

  /** A loaded machine may stop this thread in the middle of a short wait. */
  private void learnThatWaitsAreShort() {
    for (int i = 0; i < 100; i++) {
      shortWait();
    }
  }

  @Test
  void theFirstWaitParksAtOnce() {
    patience.begin();
    assertThat(patience.tryAgain()).isFalse();
    assertThat(posix.count("sched_yield")).isZero();
  }

  @Test
  void afterShortWaitsTheProcessorIsGivenAwayOnce() {
    learnThatWaitsAreShort();
    patience.begin();
    assertThat(patience.tryAgain()).isTrue();
    for (int i = 0; i < 10; i++) {
      patience.tryAgain();
    }
    assertThat(posix.count("sched_yield")).isOne();
  }

  @Test
  @Tag("pitfall-22")
  void spinningEndsByItself() {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    int most = 0;
    for (int wait = 0; wait < 50 && most <= 1; wait++) { // the first ones load classes
      learnThatWaitsAreShort();
      patience.begin();
      int tries = 0;
      while (patience.tryAgain()) {
        assertThat(++tries).as("tries in one wait").isLessThan(1_000_000);
      }
      assertThat(patience.tryAgain()).as("once more, after a park").isFalse();
      most = Math.max(most, tries);
    }
    assertThat(most).as("tries in one wait").isGreaterThan(1);
  }

  @Test
  @Tag("pitfall-22")
  void afterLongWaitsNothingSpins() {
    learnThatWaitsAreShort();
    for (int i = 0; i < 3; i++) {
      longWait();
    }
    patience.begin();
    assertThat(patience.tryAgain()).isFalse();
  }

  @Test
  void oneLongWaitDoesNotSpoilALivelyConversation() {
    learnThatWaitsAreShort();
    longWait();
    patience.begin();
    assertThat(patience.tryAgain()).isTrue();
  }
}
