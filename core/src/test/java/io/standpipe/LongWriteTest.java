package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A write that goes on for long because the pipe takes some of it at every call, and never waits.
 */
class LongWriteTest {
  private static final int BYTES = 60_000;

  private final FaultyPosix kernel = new FaultyPosix();
  private final ByteBuffer from = ByteBuffer.allocate(BYTES);

  @AfterEach
  void noInterruptIsLeft() {
    Thread.interrupted();
  }

  @Test
  void itEndsByItsDeadline() throws IOException {
    kernel.always("write", Fault.atMost(1));
    try (Pipe pipe = Pipe.open(kernel.posix())) {
      assertThatThrownBy(() -> pipe.writer().write(from, Duration.ofMillis(2)))
          .isInstanceOf(DeadlineExceededException.class);
      assertThat(from.position()).isEqualTo(pipe.reader().available()).isBetween(1, BYTES - 1);
      assertThat(pipe.writer().isOpen()).isTrue();
    }
  }

  @Test
  void itEndsByAnInterrupt() throws IOException {
    kernel.weather(call -> {
      if (kernel.count("write") == 100) {
        Thread.currentThread().interrupt();
      }
      return Fault.atMost(1);
    });
    try (Pipe pipe = Pipe.open(kernel.posix())) {
      assertThatThrownBy(() -> pipe.writer().write(from))
          .isInstanceOf(ClosedByInterruptException.class);
      assertThat(pipe.writer().isOpen()).isFalse();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(pipe.reader().available()).isEqualTo(from.position()).isLessThan(BYTES);
    }
  }
}
