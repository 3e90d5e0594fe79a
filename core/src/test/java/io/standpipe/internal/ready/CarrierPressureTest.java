package io.standpipe.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.ThreadKind;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Who was woken counts until it runs, and no longer. */
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
      CarrierPressure.woken();
    }
    try {
      action.run();
    } finally {
      for (int i = 0; i < CARRIERS; i++) {
        CarrierPressure.runs();
      }
    }
  }

  private static boolean areShortForOneThatTries() {
    CarrierPressure.tries();
    try {
      return CarrierPressure.areShort();
    } finally {
      CarrierPressure.triesNoLonger();
    }
  }

  private long waitsThatTimedOut() {
    long timedOut = 0;
    for (int i = 0; i < WAITS; i++) {
      wakeup.begin();
      Deadline moment =
          i % 3 == 0 ? Deadline.NEVER : Deadline.afterNanos(i % 100 * MOMENT_NANOS / 100);
      timedOut += wakeup.await(moment) == ReadinessWait.Outcome.TIMED_OUT ? 1 : 0;
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
      Eventually.holds("nobody else counts as woken or trying", () -> !CarrierPressure.areShort());
      assertThat(areShortForOneThatTries()).isTrue();
    });
  }

  @Test
  void whereNobodyWasWokenTheyAreNotShortHoweverManyTry() {
    for (int i = 0; i <= CARRIERS; i++) {
      CarrierPressure.tries();
    }
    try {
      Eventually.holds("carriers are not short", () -> !CarrierPressure.areShort());
    } finally {
      for (int i = 0; i <= CARRIERS; i++) {
        CarrierPressure.triesNoLonger();
      }
    }
  }

  @Test
  void aVirtualThreadThatTriedAndParkedCountsNoLonger() {
    SpinPolicy patience = SpinPolicy.forPipe(new FaultyPosix().posix());
    SpinPolicyTest.learnThatWaitsAreShort(patience);
    Background<Boolean> trying =
        Background.start(
            ThreadKind.VIRTUAL,
            () -> {
              patience.begin();
              while (patience.tryAgain()) {}
              noneIsCounted(); // it would park now
              patience.end();
              return true;
            });
    assertThat(trying.value()).isTrue();
    noneIsCounted();
  }
}
