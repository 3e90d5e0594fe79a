package io.standpipe.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pitfall-51")
class MemoryShortageTest {
  @Test
  void aStepIsTriedUntilThereIsMemoryForItAndNoOtherFailureIsHidden() {
    var tries = new AtomicInteger();
    MemoryShortage.outlast(() -> {
      if (tries.incrementAndGet() < 3) {
        throw new OutOfMemoryError("thrown by a test");
      }
    });
    assertThat(tries).hasValue(3);
    assertThatThrownBy(() ->
            MemoryShortage.outlast(() -> {
              throw new IllegalStateException("another failure");
            }))
        .hasMessage("another failure");
  }
}
