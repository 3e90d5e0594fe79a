package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.EPOLLIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.RawPipe;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All waits of the process depend on one thread, which must survive a lack of memory. */
@Tag("blocking")
class PollerWithoutMemoryTest {
  private static void noMemory() {
    throw new OutOfMemoryError("thrown by a test");
  }

  @Test
  void theLoopGoesOnAndNoEventIsLost() {
    var kernel = new FaultyPosix();
    Fault noMemory = Fault.before(PollerWithoutMemoryTest::noMemory);
    kernel.next("epoll_wait", noMemory, noMemory);
    var poller = new Poller(kernel.posix());
    var called = new AtomicInteger();
    try (RawPipe pipe = new RawPipe(0)) {
      Descriptor end = Descriptor.own(Platform.posix(), pipe.readEnd());
      long id =
          poller.newId(() -> {
            if (called.incrementAndGet() == 1) {
              noMemory();
            }
          });
      assertThat(poller.add(end, EPOLLIN, id)).isZero();
      pipe.fillWith("x");
      Eventually.holds("the listener is called again", () -> called.get() == 2);
      assertThat(poller.arm(end, EPOLLIN, id)).isZero();
      Eventually.holds("and the next event comes", () -> called.get() == 3);
      poller.remove(end, id);
    }
  }
}
