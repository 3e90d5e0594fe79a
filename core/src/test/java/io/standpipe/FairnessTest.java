package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.ThreadKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Virtual threads share a few carriers. One whose reads and writes never have to wait leaves its
 * carrier to others whose waits are over.
 */
@Tag("blocking")
class FairnessTest {
  private static final int CARRIERS =
      Integer.getInteger(
          "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());

  /** Longer than anybody waits for the others. */
  private static final long BUSY_NANOS = 2 * Eventually.LIMIT.toNanos();

  private final Posix posix = Platform.posix();
  private final CountDownLatch begun = new CountDownLatch(CARRIERS);
  private final CountDownLatch othersRan = new CountDownLatch(1);

  private boolean isOver(long began) {
    return othersRan.getCount() == 0 || System.nanoTime() - began > BUSY_NANOS;
  }

  /** {@code /dev/null} takes everything at once. */
  private long write() throws Exception {
    int number = posix.open("/dev/null", Constants.O_WRONLY, 0);
    long began = System.nanoTime();
    try (PipeWriter writer = Internals.writer(posix, number, "/dev/null")) {
      long bytes = writer.write(ByteBuffer.allocate(1));
      begun.countDown();
      while (!isOver(began)) {
        bytes += writer.write(ByteBuffer.allocate(1));
      }
      return bytes;
    }
  }

  /** {@code /dev/zero} always has something. */
  private long read() throws Exception {
    int number = posix.open("/dev/zero", Constants.O_RDONLY, 0);
    long began = System.nanoTime();
    try (PipeReader reader = Internals.reader(posix, number, "/dev/zero")) {
      long bytes = reader.read(ByteBuffer.allocate(1));
      begun.countDown();
      while (!isOver(began)) {
        bytes += reader.read(ByteBuffer.allocate(1));
      }
      return bytes;
    }
  }

  /** One that is woken when all carriers are busy. */
  private void othersRunBeside(Callable<Long> task) throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Background<Integer> other =
          Background.parked(ThreadKind.VIRTUAL, () -> pipe.reader().read(ByteBuffer.allocate(1)));
      List<Background<Long>> busy = new ArrayList<>();
      for (int i = 0; i < CARRIERS; i++) {
        busy.add(Background.start(ThreadKind.VIRTUAL, task));
      }
      begun.await();
      pipe.writer().write("x");
      try {
        assertThat(other.value()).isOne();
      } finally {
        othersRan.countDown();
      }
      for (Background<Long> each : busy) {
        assertThat(each.value()).isPositive();
      }
    }
  }

  @Test
  void othersRunWhileAllCarriersWriteWithoutEverWaiting() throws Exception {
    othersRunBeside(this::write);
  }

  @Test
  void othersRunWhileAllCarriersReadWithoutEverWaiting() throws Exception {
    othersRunBeside(this::read);
  }
}
