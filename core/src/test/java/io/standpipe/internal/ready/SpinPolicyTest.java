package io.standpipe.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.internal.posix.Posix;
import io.standpipe.testing.Background;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.ThreadKind;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a wait tries again before it parks depends on how long the waits before it were. */
@ParameterizedClass
@MethodSource("kinds")
@Tag("blocking")
class SpinPolicyTest {
  private static final long LONG_NANOS = TerminalSpinPolicy.SHORT_MICROS * 1_000L + 50_000;

  private final FaultyPosix posix = new FaultyPosix();

  private final StepClock clock = new StepClock();

  @Parameter BiFunction<Posix, NanoClock, SpinPolicy> kind;

  static Stream<Named<BiFunction<Posix, NanoClock, SpinPolicy>>> kinds() {
    return Stream.of(
        Named.of("pipe", PipeSpinPolicy::new), Named.of("terminal", TerminalSpinPolicy::new));
  }

  private SpinPolicy policy() {
    return kind.apply(posix.posix(), clock);
  }

  private void longWait(SpinPolicy policy) {
    policy.begin();
    clock.advance(LONG_NANOS);
    policy.end();
  }

  static void learnThatWaitsAreShort(SpinPolicy policy) {
    for (int i = 0; i < 4; i++) {
      policy.begin();
      policy.end();
    }
  }

  @Test
  void theFirstWaitParksAtOnce() {
    SpinPolicy policy = policy();
    policy.begin();
    assertThat(policy.tryAgain()).isFalse();
    assertThat(posix.count("sched_yield")).isZero();
  }

  @Test
  @Tag("pitfall-22")
  void afterLongWaitsNothingIsTriedAgain() {
    SpinPolicy policy = policy();
    learnThatWaitsAreShort(policy);
    for (int i = 0; i < 3; i++) {
      longWait(policy);
    }
    policy.begin();
    assertThat(policy.tryAgain()).isFalse();
  }

  /** Only the count pretends that threads were woken and do not run. */
  @ParameterizedTest
  @EnumSource
  void whereCarriersAreShortAVirtualThreadParksAtOnce(ThreadKind thread) {
    SpinPolicy policy = policy();
    learnThatWaitsAreShort(policy);
    CarrierPressureTest.whileAllAreWanted(() -> {
      boolean triesAgain = Background.start(thread, () -> aTryOf(policy)).value();
      assertThat(triesAgain).isEqualTo(thread == ThreadKind.PLATFORM);
    });
  }

  private static boolean aTryOf(SpinPolicy policy) {
    policy.begin();
    try {
      return policy.tryAgain();
    } finally {
      policy.end();
    }
  }

  @Test
  void oneLongWaitDoesNotSpoilALivelyConversation() {
    SpinPolicy policy = policy();
    learnThatWaitsAreShort(policy);
    longWait(policy);
    policy.begin();
    assertThat(policy.tryAgain()).isTrue();
  }
}
