package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.testing.Eventually;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OnDemandThreadTest {
  /** Otherwise no thread would read any more, and every question would wait in vain. */
  @Test
  @Tag("pitfall-51")
  void workThatThrowsDoesNotKeepTheNextThreadFromStarting() {
    var rounds = new AtomicInteger();
    var thread =
        new OnDemandThread(
            "test",
            () -> false,
            () -> {
              if (rounds.incrementAndGet() == 1) {
                throw new OutOfMemoryError("thrown by a test");
              }
            });
    Eventually.holds(
        "the next one runs",
        () -> {
          thread.start();
          return rounds.get() > 1;
        });
    assertThat(rounds).hasValueGreaterThan(1);
  }
}
