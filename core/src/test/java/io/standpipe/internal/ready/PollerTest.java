package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.EPOLLIN;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.RawPipe;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("blocking")
class PollerTest {
  private final Posix posix = Platform.posix();
  private final Poller poller = Poller.shared();

  @Test
  @Tag("pitfall-33")
  void aFailingListenerIsReportedAndEndsNoOtherWait() {
    var reported = new ConcurrentLinkedQueue<Throwable>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
      reported.add(failure);
      throw new IllegalStateException("the report fails as well");
    });
    try (var failing = new RawPipe(O_NONBLOCK);
        var other = new RawPipe(O_NONBLOCK)) {
      long id =
          poller.newId(() -> {
            throw new UnsupportedOperationException("as the test wants");
          });
      assertThat(poller.add(Descriptor.own(posix, failing.readEnd()), EPOLLIN, id)).isZero();
      failing.fillWith("x");
      Eventually.holds("the failure is reported", () -> reported.size() == 1);
      assertThat(reported.peek()).hasMessage("as the test wants");
      poller.forget(id);

      int copy = posix.fcntl(other.readEnd(), Constants.F_DUPFD_CLOEXEC, 0);
      ReadinessWait wait = ReadinessWait.forReading(Descriptor.own(posix, copy));
      Waiter waiter = Waiter.parked(ThreadKind.VIRTUAL, wait);
      other.fillWith("x");
      assertThat(waiter.outcome()).isEqualTo(WaitOutcome.READY);
      wait.close();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void thereIsOneDaemonLoopHoweverManyThreadsHaveWaited() {
    Leaks.snapshot();
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().equals("standpipe-ready"))
        .singleElement()
        .satisfies(loop -> assertThat(loop.isDaemon()).isTrue());
  }
}
