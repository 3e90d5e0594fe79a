package io.standpipe.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.ThreadKind;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who was woken counts until it runs, and no longer. */
@Tag("blocking")
class CarrierPressureTest {
  private static final int CARRIERS =
      Integer.getInteger(
          "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());

  private static final int WAITS = 20_000;
  private static final long MOMENT_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private final Wakeup wakeup = new Wakeup();

  /** As if so many had been woken that no carrier is left for one that tries. */
  static void whileAllAreWanted(Runnable action) {
    for (int i = 0; i < CARRIERS; i++) {
      CarrierPressure.countWoken();
    }
    try {
      action.run();
    } finally {
      for (int i = 0; i < CARRIERS; i++) {
        CarrierPressure.uncountWoken();
      }
    }
  }

  private static boolean areShortForOneThatTries() {
    CarrierPressure.countSpinning();
    try {
      return CarrierPressure.isShort();
    } finally {
      CarrierPressure.uncountSpinning();
    }
  }

  private long waitsThatTimedOut() {
    long timedOut = 0;
    for (int i = 0; i < WAITS; i++) {
      wakeup.begin();
      Deadline moment =
          i % 3 == 0 ? Deadline.NEVER : Deadline.afterNanos(i % 100 * MOMENT_NANOS / 100);
      timedOut += wakeup.await(moment) == WaitOutcome.TIMED_OUT ? 1 : 0;
      wakeup.end();
    }
    return timedOut;
  }

  /**
   * Wakes that come before, in and after the park, after the deadline, twice: were one of them
   * counted and not uncounted, or the other way round, the count would never come back.
   */
  @Test
  void afterAnyNumberOfWaitsThatWereWokenOrTimedOutNobodyCountsAsWoken() {
    var over = new AtomicBoolean();
    Background<Boolean> waker =
        Background.start(
            ThreadKind.PLATFORM,
            () -> {
              while (!over.get()) {
                wakeup.ready();
              }
              return true;
            });
    Background<Long> waiter = Background.start(ThreadKind.VIRTUAL, this::waitsThatTimedOut);
    try {
      assertThat(waiter.value()).isLessThan(WAITS);
    } finally {
      over.set(true);
    }
    assertThat(waker.value()).isTrue();
    noneIsCounted();
  }

  /** With one more of either kind they would be short, or not. */
  private static void noneIsCounted() {
    whileAllAreWanted(() -> {
      Eventually.holds("nobody else counts as woken or trying", () -> !CarrierPressure.isShort());
      assertThat(areShortForOneThatTries()).isTrue();
    });
  }

  @Test
  void whereNobodyWasWokenTheyAreNotShortHoweverManyTry() {
    for (int i = 0; i <= CARRIERS; i++) {
      CarrierPressure.countSpinning();
    }
    try {
      Eventually.holds("carriers are not short", () -> !CarrierPressure.isShort());
    } finally {
      for (int i = 0; i <= CARRIERS; i++) {
        CarrierPressure.uncountSpinning();
      }
    }
  }

  @Test
  void aVirtualThreadThatTriedAndParkedCountsNoLonger() {
    SpinPolicy policy = new PipeSpinPolicy(new FaultyPosix().posix());
    SpinPolicyTest.learnThatWaitsAreShort(policy);
    Background<Boolean> trying =
        Background.start(
            ThreadKind.VIRTUAL,
            () -> {
              policy.begin();
              while (policy.tryAgain()) {}
              noneIsCounted(); // it would park now
              policy.end();
              return true;
            });
    assertThat(trying.value()).isTrue();
    noneIsCounted();
  }
}
