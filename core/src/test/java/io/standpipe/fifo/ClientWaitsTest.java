package io.standpipe.fifo;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.testing.Background;
import io.standpipe.testing.ThreadKind;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pitfall-58")
class ClientWaitsTest {
  private final CountDownLatch never = new CountDownLatch(1);

  /** Waits for a client that does not come. */
  private Background<Boolean> waiting(ClientWaits waits, long bytes, boolean clientCame) {
    return Background.parked(
        ThreadKind.VIRTUAL,
        () -> {
          try (ClientWaits.Wait wait =
              clientCame ? waits.beginWithClient(bytes) : waits.begin(bytes)) {
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return wait.isEvicted();
          }
        });
  }

  @Test
  void theOneWhoseClientHasNotComeLosesItsPlaceFirstAndItsInterruptDoesNotOutliveTheWait() {
    var waits = new ClientWaits(300);
    var reads = waiting(waits, 100, true);
    var absent = waiting(waits, 100, false);
    var absentToo = waiting(waits, 100, false);
    ClientWaits.Wait more = waits.begin(150);
    assertThat(absent.value()).isTrue();
    assertThat(absent.isInterruptedAfter()).isFalse();
    assertThat(absentToo.value()).isTrue();
    assertThat(reads.thread().isAlive()).isTrue();
    more.close();
    try (ClientWaits.Wait big = waits.begin(1000)) {
      assertThat(reads.value()).as("the oldest").isTrue();
      assertThat(big.isEvicted()).isFalse();
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void theirNumberIsLimited() {
    var waits = new ClientWaits(Long.MAX_VALUE);
    var first = waiting(waits, 1, false);
    for (int i = 0; i < ClientWaits.MOST; i++) {
      waits.beginWithClient(1);
    }
    assertThat(first.value()).isTrue();
  }
}
