package io.standpipe.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitStatusTest {
  @Test
  void anExitAndADeathWithTheSameNumberDiffer() {
    assertThat(WaitStatus.exited(WaitStatus.pack(1, 9))).isTrue();
    assertThat(WaitStatus.exited(WaitStatus.pack(2, 9))).isFalse();
    assertThat(WaitStatus.dumped(WaitStatus.pack(2, 9))).isFalse();
    assertThat(WaitStatus.dumped(WaitStatus.pack(3, 9))).isTrue();
  }

  @Test
  void noStatusLooksLikeAnErrorOrLikeNothing() {
    for (int code = 1; code <= 3; code++) {
      for (int value = 0; value < 256; value++) {
        long status = WaitStatus.pack(code, value);
        assertThat(status).isPositive();
        assertThat(WaitStatus.value(status)).isEqualTo(value);
      }
    }
  }
}
