package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.standpipe.testing.Background;
import io.standpipe.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RestartPolicyTest {
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  /** Draws the smallest number, which shortens no delay. */
  private static RandomGenerator longest() {
    return drawing(_ -> 0);
  }

  /** Draws the greatest number that is allowed. */
  private static RandomGenerator shortest() {
    return drawing(bound -> bound - 1);
  }

  private static RandomGenerator drawing(LongUnaryOperator below) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new AssertionError("only with a bound");
      }

      @Override
      public long nextLong(long bound) {
        return below.applyAsLong(bound);
      }
    };
  }

  private static List<Duration> delays(Restarts restarts, int count) {
    return IntStream.range(0, count).mapToObj(_ -> restarts.next().orElseThrow()).toList();
  }

  private static List<Duration> millis(long... millis) {
    List<Duration> durations = new ArrayList<>();
    for (long each : millis) {
      durations.add(Duration.ofMillis(each));
    }
    return durations;
  }

  @Test
  void delaysDoubleUpToTheLongest() {
    RestartPolicy standard = RestartPolicy.standard();

    assertThat(delays(standard.begin(RestartPolicyTest::longest), 10))
        .isEqualTo(millis(10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120));
    assertThat(delays(standard.unlimited().begin(RestartPolicyTest::longest), 14).subList(10, 14))
        .isEqualTo(millis(10_240, 20_480, 30_000, 30_000));
  }

  @Test
  void chanceTakesUpToHalfOfADelay() {
    Restarts restarts =
        RestartPolicy.standard()
            .delays(Duration.ofNanos(3), Duration.ofNanos(10))
            .begin(RestartPolicyTest::shortest);

    assertThat(delays(restarts, 3))
        .containsExactly(Duration.ofNanos(2), Duration.ofNanos(3), Duration.ofNanos(5));
  }

  @Test
  void delaysAreSpreadOverTheWholeUpperHalf() {
    var random = new Random(16);
    RestartPolicy policy = RestartPolicy.standard().delays(Duration.ofMillis(100), FOREVER);
    List<Long> firsts =
        IntStream.range(0, 1000)
            .mapToObj(_ -> policy.begin(() -> random).next().orElseThrow().toMillis())
            .toList();

    assertThat(firsts).allSatisfy(each -> assertThat(each).isBetween(50L, 100L));
    assertThat(firsts).anySatisfy(each -> assertThat(each).isLessThan(55));
    assertThat(firsts).anySatisfy(each -> assertThat(each).isGreaterThan(95));
  }

  @Test
  void programsThatFailTogetherDoNotComeBackTogether() {
    RestartPolicy policy = RestartPolicy.standard().delays(Duration.ofDays(1), Duration.ofDays(1));
    var delays = IntStream.range(0, 20).mapToObj(_ -> policy.begin().next()).distinct();

    assertThat(delays.count()).isGreaterThan(1);
  }

  @Test
  void aUsedUpBudgetStaysUsedUpUntilASuccess() {
    Restarts restarts = RestartPolicy.standard().budget(2).begin(RestartPolicyTest::longest);
    delays(restarts, 2);

    assertThat(restarts.next()).isEmpty();
    assertThat(restarts.next()).isEmpty();
    assertThat(restarts.inARow()).isEqualTo(2);

    restarts.succeeded();
    assertThat(restarts.inARow()).isZero();
    assertThat(delays(restarts, 2)).isEqualTo(millis(10, 20));
    assertThat(restarts.next()).isEmpty();
  }

  @Test
  void withABudgetOfZeroTheFirstFailureIsFinal() {
    assertThat(RestartPolicy.standard().budget(0).begin().next()).isEmpty();
  }

  @Test
  void aSuccessBeginsWithTheFirstDelayAgain() {
    Restarts restarts = RestartPolicy.standard().begin(RestartPolicyTest::longest);

    assertThat(delays(restarts, 3)).isEqualTo(millis(10, 20, 40));
    restarts.succeeded();
    assertThat(restarts.next()).contains(Duration.ofMillis(10));
  }

  @Test
  void noDelayOverflows() {
    RestartPolicy forever = RestartPolicy.standard().unlimited();
    Restarts longer =
        forever.delays(Duration.ofNanos(1), FOREVER).begin(RestartPolicyTest::longest);
    Restarts longest = forever.delays(FOREVER, FOREVER).begin(RestartPolicyTest::longest);

    List<Duration> doubled = delays(longer, 200);
    assertThat(doubled).isSorted().allMatch(Duration::isPositive);
    assertThat(doubled.get(61)).isEqualTo(Duration.ofNanos(1L << 61));
    assertThat(longest.next()).contains(doubled.getLast());
  }

  @Test
  void severalThreadsUseUpOneBudget() throws Exception {
    Restarts restarts = RestartPolicy.standard().budget(1000).begin();
    var go = new CountDownLatch(1);
    List<Background<Integer>> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Background.start(ThreadKind.PLATFORM, () -> untilEmpty(go, restarts)));
    }
    go.countDown();

    assertThat(threads.stream().mapToInt(Background::value).sum()).isEqualTo(1000);
    assertThat(restarts.inARow()).isEqualTo(1000);
  }

  private static int untilEmpty(CountDownLatch go, Restarts restarts) throws InterruptedException {
    go.await();
    int count = 0;
    while (restarts.next().isPresent()) {
      count++;
    }
    return count;
  }

  @Test
  void whatIsNoPolicyIsRefused() {
    RestartPolicy standard = RestartPolicy.standard();
    Duration second = Duration.ofSeconds(1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> standard.delays(Duration.ZERO, second))
        .withMessage("0 < first ≤ longest expected: first PT0S, longest PT1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> standard.delays(second, Duration.ofMillis(999)))
        .withMessage("0 < first ≤ longest expected: first PT1S, longest PT0.999S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> standard.budget(-1))
        .withMessage("restarts ≥ 0 expected: -1");
  }

  @Test
  void aPolicySaysWhatItDoes() {
    RestartPolicy standard = RestartPolicy.standard();

    assertThat(standard).hasToString("after 10ms, doubling to 30s, at most 10 restarts in a row");
    assertThat(standard.budget(1)).asString().endsWith(", at most 1 restart in a row");
    assertThat(standard.unlimited()).asString().endsWith(", any number of restarts in a row");
  }
}
