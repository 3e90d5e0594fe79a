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

/** A woken thread counts until it runs, and no longer. */
@Tag("blocking")
class CarrierPressureTest {
  private static final int CARRIERS =
      Integer.getInteger(
          "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());

  private static final int WAITS = 20_000;
  private static final long MOMENT_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private final Wakeup wakeup = new Wakeup();

  /** Acts as if so many threads had been woken that no carrier is left for one that spins. */
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

  private static boolean areShortForOneThatSpins() {
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
   * Wake-ups come before, during and after the park, after the deadline, and twice. If one of them
   * were counted but not uncounted, or the other way round, the count would never return to zero.
   */
  @Test
  void afterAnyNumberOfWaitsThatWereWokenOrTimedOutNoThreadCountsAsWoken() {
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

  /** Carriers are short with one more spinning thread, and not without it. */
  private static void noneIsCounted() {
    whileAllAreWanted(() -> {
      Eventually.holds(
          "no other thread counts as woken or spinning", () -> !CarrierPressure.isShort());
      assertThat(areShortForOneThatSpins()).isTrue();
    });
  }

  @Test
  void carriersAreNotShortWhileNoThreadWasWokenHoweverManySpin() {
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
  void aVirtualThreadThatSpunAndParkedNoLongerCounts() {
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
