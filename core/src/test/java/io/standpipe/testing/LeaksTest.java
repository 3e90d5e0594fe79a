package io.standpipe.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Pipe;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LeaksTest {
  @Test
  void nothingNewIsNoLeak() throws Exception {
    Leaks before = Leaks.snapshot();
    Pipe.open().close();
    Leaks.assertNoneSince(before);
  }

  @Test
  void anOpenDescriptorIsNamedInTheReport() throws Exception {
    Leaks before = Leaks.snapshot();
    try (Pipe pipe = Pipe.open()) {
      assertThat(pipe.writer().isOpen()).isTrue();
      assertThat(before.newSince()).contains("descriptor ", "(pipe:[");
    }
    Leaks.assertNoneSince(before);
  }

  @Test
  void aLivingThreadIsNamedInTheReport() throws Exception {
    Leaks before = Leaks.snapshot();
    var end = new CountDownLatch(1);
    Thread thread = Thread.ofPlatform().name("left behind").start(() -> await(end));
    assertThat(before.newSince()).contains("(left behind)");
    end.countDown();
    thread.join();
    Leaks.assertNoneSince(before);
  }

  @Test
  void whatIsWaitedForInVainEndsWithAReport() {
    assertThatThrownBy(() ->
            Eventually.holds(
                "the moon is square",
                java.time.Duration.ofMillis(5),
                () -> false,
                () -> "it is round"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the moon is square; it is round");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
