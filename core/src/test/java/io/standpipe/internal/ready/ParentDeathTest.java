package io.standpipe.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Signal;
import io.standpipe.internal.posix.Errno;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import io.standpipe.testing.Leaks;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A child of this process plays the part of its parent, because it can be killed. */
@Tag("pitfall-27")
@Timeout(30)
@Tag("blocking")
class ParentDeathTest {
  private final FaultyPosix faulty = new FaultyPosix();
  private final CountDownLatch died = new CountDownLatch(1);
  private Leaks before;

  @BeforeEach
  void look() {
    before = Leaks.snapshot();
  }

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNoneSince(before);
  }

  private ParentDeath.Watched watch(Child parent) {
    faulty.always("getppid", Fault.returns((int) parent.pid()));
    return ParentDeath.watch(faulty.posix(), died::countDown);
  }

  @Test
  void itsDeathRunsTheActionWhicheverProcessReapsIt() throws Exception {
    try (Child parent = Command.of("sleep", "1000").start()) {
      assertThat(watch(parent).error()).isZero();
      assertThat(died.await(20, TimeUnit.MILLISECONDS)).isFalse();
      parent.signal(Signal.KILL);
      assertThat(died.await(Eventually.LIMIT.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
    }
  }

  @Test
  void afterACloseNothingRuns() throws Exception {
    try (Child parent = Command.of("sleep", "1000").start()) {
      try (ParentDeath watched = watch(parent).parent()) {
        assertThat(watched).isNotNull();
      }
      parent.signal(Signal.KILL);
      parent.await();
      assertThat(died.await(20, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  /** The loop calls all its listeners when it has failed. */
  @Test
  @Tag("pitfall-51")
  void aCallOfTheLoopThatMeansNothingRunsNothingAndTheDeathIsStillNoticed() throws Exception {
    try (Child parent = Command.of("cat").piped().start()) {
      ParentDeath watched = watch(parent).parent();
      watched.onReady();
      watched.onReady();
      assertThat(died.getCount()).isOne();
      parent.stdin().close();
      assertThat(died.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aParentThatDiesFirstIsNotMistakenForAProcessThatGetsItsNumber() throws Exception {
    try (Child stranger = Command.of("sleep", "1000").start()) {
      faulty.next("getppid", Fault.returns((int) stranger.pid()), Fault.returns(1));
      var watched = ParentDeath.watch(faulty.posix(), died::countDown);
      assertThat(watched.error()).isEqualTo(-Errno.ESRCH);
      assertThat(watched.parent()).isNull();
    }
  }

  @Test
  void theReasonWhyItCannotBeWatchedIsReported() throws Exception {
    try (Child parent = Command.of("sleep", "1000").start()) {
      faulty.next("pidfd_open", Fault.errno(Errno.EMFILE));
      assertThat(watch(parent).error()).isEqualTo(-Errno.EMFILE);
      faulty.next("epoll_ctl", Fault.errno(Errno.ENOMEM));
      assertThat(watch(parent).error()).isEqualTo(-Errno.ENOMEM);
    }
    faulty.always("getppid", Fault.returns(0));
    assertThat(ParentDeath.watch(faulty.posix(), died::countDown).error()).isEqualTo(-Errno.EINVAL);
  }
}
