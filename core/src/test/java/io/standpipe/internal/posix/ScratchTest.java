package io.standpipe.internal.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ScratchTest {
  @Test
  void whatIsGivenBackIsBorrowedAgainByTheSameThread() {
    Scratch first = Scratch.borrow();
    first.close();
    try (Scratch again = Scratch.borrow()) {
      assertThat(again).isSameAs(first);
    }
  }

  @Test
  void twoBorrowedTogetherAreTwo() {
    try (Scratch one = Scratch.borrow();
        Scratch other = Scratch.borrow()) {
      assertThat(other).isNotSameAs(one);
      assertThat(other.bytes.address()).isNotEqualTo(one.bytes.address());
    }
  }

  /** Many more threads than slots: each thread writes its mark and must read it back. */
  @Test
  void noTwoThreadsHaveTheSameOne() throws Exception {
    int threads = 40;
    var strangers = new ConcurrentLinkedQueue<String>();
    var done = new CountDownLatch(threads);
    for (int t = 0; t < threads; t++) {
      long mark = t;
      Thread.ofPlatform()
          .start(() -> {
            for (int i = 0; i < 2_000; i++) {
              try (Scratch scratch = Scratch.borrow()) {
                scratch.small.set(JAVA_LONG, 0, mark);
                Thread.onSpinWait();
                if (scratch.small.get(JAVA_LONG, 0) != mark) {
                  strangers.add("round " + i + " of " + mark);
                }
              }
            }
            done.countDown();
          });
    }
    done.await();
    assertThat(strangers).isEmpty();
  }
}
