package io.standpipe.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whether to try first: what the first tries before have found decides. */
class FirstTryTest {
  private final FirstTry firstTry = new FirstTry();

  private void inVain(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(firstTry.isWorthIt()).isTrue();
      firstTry.found(false);
    }
  }

  private long triesOf(int operations) {
    return IntStream.range(0, operations).filter(i -> firstTry.isWorthIt()).count();
  }

  @Test
  void itIsWorthItUntilManyInARowWereInVain() {
    inVain(FirstTry.SURE_AFTER);
    assertThat(firstTry.isWorthIt()).isFalse();
  }

  @Test
  void oneThatFindsSomethingIsBelieved() {
    inVain(FirstTry.SURE_AFTER - 1);
    assertThat(firstTry.isWorthIt()).isTrue();
    firstTry.found(true);
    inVain(FirstTry.SURE_AFTER);
  }

  @Test
  void nowAndThenItIsTriedAllTheSame() {
    inVain(FirstTry.SURE_AFTER);
    assertThat(triesOf(3 * FirstTry.LOOK_AGAIN_AFTER)).isEqualTo(3);
  }

  @Test
  void whatIsFoundThenEndsTheWaitingFirst() {
    inVain(FirstTry.SURE_AFTER);
    assertThat(triesOf(FirstTry.LOOK_AGAIN_AFTER)).isOne();
    firstTry.found(true);
    assertThat(triesOf(5)).isEqualTo(5);
  }
}
