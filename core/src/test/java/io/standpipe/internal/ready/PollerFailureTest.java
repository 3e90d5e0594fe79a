package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.EPOLLIN;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.RawPipe;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** epoll_wait fails as it should never do: no thread waits for a loop that is gone. */
@Tag("blocking")
@Tag("pitfall-51")
class PollerFailureTest {
  private static final Deadline LONG = Deadline.after(Duration.ofMinutes(10));

  private final Posix posix = Platform.posix();
  private final FaultyPosix kernel = new FaultyPosix();
  private final Poller poller = new Poller(kernel.posix());
  private final List<ReadinessWait> waits = new ArrayList<>();

  private final long loopsBefore = loops();

  private static long loops() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("standpipe-ready"))
        .count();
  }

  /** An event, after which its next wait fails, ends a loop. */
  @AfterEach
  void close() {
    kernel.always("epoll_wait", Fault.errno(Errno.EINVAL));
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      pipe.fillWith("x");
      waitFor(pipe).await(LONG);
      waits.forEach(ReadinessWait::close);
    }
    Eventually.holds("the loops end", () -> loops() <= loopsBefore);
  }

  /** A wait for a pipe, which the test keeps open. */
  private ReadinessWait waitFor(RawPipe pipe) {
    int copy = posix.fcntl(pipe.readEnd(), Constants.F_DUPFD_CLOEXEC, 0);
    var wait = new ReadinessWait(poller, Descriptor.own(posix, copy), EPOLLIN);
    waits.add(wait);
    return wait;
  }

  /** As a reader does: a wake-up may mean nothing, so it looks, and waits again. */
  private WaitOutcome awaitBytes(ReadinessWait wait) {
    WaitOutcome outcome;
    do {
      outcome = wait.await(LONG);
    } while (outcome == WaitOutcome.READY && posix.fionread(wait.descriptor().number()) == 0);
    return outcome;
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EINVAL, Errno.EBADF, Errno.ENOMEM, 38})
  void anErrorAtTheFirstWaitIsSurvived(int errno) {
    kernel.next("epoll_wait", Fault.errno(errno));
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      ReadinessWait wait = waitFor(pipe);
      var waiting = Background.start(ThreadKind.VIRTUAL, () -> awaitBytes(wait));
      Eventually.holds("another loop runs", () -> kernel.count("epoll_create1") == 2);
      Eventually.parked(waiting.thread());
      pipe.fillWith("x");
      assertThat(waiting.value()).isEqualTo(WaitOutcome.READY);
    }
  }

  /** The thread had registered with the loop that fails, and must register anew. */
  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void anErrorWhileThreadsAreParkedLosesNoWait(ThreadKind kind) {
    kernel.next("epoll_wait", Fault.NONE, Fault.errno(Errno.EBADF));
    try (var first = new RawPipe(O_NONBLOCK);
        var second = new RawPipe(O_NONBLOCK)) {
      ReadinessWait firstWait = waitFor(first);
      ReadinessWait secondWait = waitFor(second);
      var waitingFirst = Background.parked(kind, () -> awaitBytes(firstWait));
      var waitingSecond = Background.parked(kind, () -> awaitBytes(secondWait));
      first.fillWith("x");
      assertThat(waitingFirst.value()).isEqualTo(WaitOutcome.READY);
      Eventually.holds("another loop runs", () -> kernel.count("epoll_create1") == 2);
      second.fillWith("x");
      assertThat(waitingSecond.value()).isEqualTo(WaitOutcome.READY);
      var again = Background.start(kind, () -> awaitBytes(firstWait));
      assertThat(again.value()).as("registered with the old loop").isEqualTo(WaitOutcome.READY);
    }
  }

  @Test
  void anErrorThatLastsFailsEveryWaitWithTheReasonAndDoesNotSpin() {
    kernel.next("epoll_wait", Fault.NONE);
    kernel.always("epoll_wait", Fault.errno(38));
    try (var first = new RawPipe(O_NONBLOCK);
        var second = new RawPipe(O_NONBLOCK)) {
      ReadinessWait firstWait = waitFor(first);
      ReadinessWait secondWait = waitFor(second);
      var waitingFirst = Background.parked(ThreadKind.VIRTUAL, () -> awaitBytes(firstWait));
      var waitingSecond = Background.parked(ThreadKind.PLATFORM, () -> awaitBytes(secondWait));
      first.fillWith("x");
      assertThat(waitingFirst.value()).isEqualTo(WaitOutcome.READY);
      assertThat(waitingSecond.value()).isEqualTo(WaitOutcome.FAILED);
      assertThat(secondWait.error()).isEqualTo(38);
      assertThat(waitFor(first).await(LONG)).isEqualTo(WaitOutcome.FAILED);
      assertThat(kernel.count("epoll_wait")).isLessThan(20);
    }
  }

  @Test
  void aBugOnTheLoopsThreadIsReportedAndSurvived() {
    var reported = new ConcurrentLinkedQueue<Throwable>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      kernel.next(
          "epoll_wait",
          Fault.before(() -> {
            throw new IllegalStateException("as the test wants");
          }));
      ReadinessWait wait = waitFor(pipe);
      pipe.fillWith("x");
      assertThat(awaitBytes(wait)).isEqualTo(WaitOutcome.READY);
      Eventually.holds("it is reported", () -> reported.size() == 1);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }
}
