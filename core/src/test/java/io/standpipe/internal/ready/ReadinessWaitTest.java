package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.O_RDWR;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.RawPipe;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waits and the events that end them, in every order. */
@Tag("blocking")
class ReadinessWaitTest {
  private final Posix posix = Platform.posix();
  @TempDir private Path folder;

  /** On a duplicate, which the wait owns, because the pipe closes its own number. */
  private ReadinessWait reading(RawPipe pipe) {
    return ReadinessWait.forReading(Descriptor.own(posix, duplicate(pipe.readEnd())));
  }

  private int duplicate(int fd) {
    int copy = posix.fcntl(fd, Constants.F_DUPFD_CLOEXEC, 0);
    assertThat(copy).isNotNegative();
    return copy;
  }

  @ParameterizedTest
  @EnumSource
  void bytesThatCameBeforeEndTheWait(ThreadKind kind) {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      ReadinessWait wait = reading(pipe);
      pipe.fillWith("x");
      assertThat(new Waiter(kind, wait, Deadline.NEVER).outcome()).isEqualTo(WaitOutcome.READY);
      wait.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesThatComeLaterEndTheWait(ThreadKind kind) {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      ReadinessWait wait = reading(pipe);
      Waiter waiter = Waiter.parked(kind, wait);
      pipe.fillWith("x");
      assertThat(waiter.outcome()).isEqualTo(WaitOutcome.READY);
      wait.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfTheStreamEndsTheWait(ThreadKind kind) {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      ReadinessWait wait = reading(pipe);
      Waiter waiter = Waiter.parked(kind, wait);
      pipe.closeWriteEnd();
      assertThat(waiter.outcome()).isEqualTo(WaitOutcome.READY);
      wait.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void roomAndTheReadersDeathEndAWaitForWriting(ThreadKind kind) {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      posix.fcntl(pipe.writeEnd(), Constants.F_SETPIPE_SZ, 4096);
      ReadinessWait wait =
          ReadinessWait.forWriting(Descriptor.own(posix, duplicate(pipe.writeEnd())));
      posix.write(pipe.writeEnd(), ByteBuffer.allocate(4096));
      Waiter forRoom = Waiter.parked(kind, wait);
      posix.read(pipe.readEnd(), ByteBuffer.allocate(4096));
      assertThat(forRoom.outcome()).isEqualTo(WaitOutcome.READY);
      posix.write(pipe.writeEnd(), ByteBuffer.allocate(4096));
      Waiter forEnd = Waiter.parked(kind, wait);
      pipe.closeReadEnd();
      assertThat(forEnd.outcome()).isEqualTo(WaitOutcome.READY);
      wait.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseThatCameBeforeEndsTheWait(ThreadKind kind) {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      ReadinessWait wait = reading(pipe);
      assertThat(wait.close()).isTrue();
      assertThat(wait.close()).isFalse();
      assertThat(new Waiter(kind, wait, Deadline.NEVER).outcome()).isEqualTo(WaitOutcome.CLOSED);
    }
  }

  /** The far side sees the close before the waiting thread has woken up. */
  @ParameterizedTest
  @EnumSource
  void aCloseEndsTheWaitAndGivesTheNumberBackAtOnce(ThreadKind kind) {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      ReadinessWait wait = reading(pipe);
      pipe.closeReadEnd();
      Waiter waiter = Waiter.parked(kind, wait);
      wait.close();
      assertThat(posix.write(pipe.writeEnd(), ByteBuffer.allocate(1))).isEqualTo(-Errno.EPIPE);
      assertThat(waiter.outcome()).isEqualTo(WaitOutcome.CLOSED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsTheWaitAndStaysSet(ThreadKind kind) {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      ReadinessWait wait = reading(pipe);
      Waiter waiter = Waiter.parked(kind, wait);
      waiter.thread.interrupt();
      assertThat(waiter.outcome()).isEqualTo(WaitOutcome.INTERRUPTED);
      assertThat(waiter.isInterruptedAfter()).isTrue();
      wait.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptThatCameBeforeEndsTheWait(ThreadKind kind) {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      ReadinessWait wait = reading(pipe);
      var outcome = new WaitOutcome[1];
      Thread thread =
          kind.start(() -> {
            Thread.currentThread().interrupt();
            outcome[0] = wait.await(Deadline.NEVER);
          });
      Eventually.ended(thread);
      assertThat(outcome[0]).isEqualTo(WaitOutcome.INTERRUPTED);
      wait.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeadlineEndsTheWaitAndNotBefore(ThreadKind kind) {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      ReadinessWait wait = reading(pipe);
      Deadline deadline = Deadline.afterNanos(TimeUnit.MILLISECONDS.toNanos(20));
      assertThat(new Waiter(kind, wait, deadline).outcome()).isEqualTo(WaitOutcome.TIMED_OUT);
      assertThat(deadline.nanosLeft()).isZero();
      assertThat(new Waiter(kind, wait, deadline).outcome()).isEqualTo(WaitOutcome.TIMED_OUT);
      wait.close();
    }
  }

  /** No thread saw the one-shot event, so the next arming must look at the state again. */
  @ParameterizedTest
  @EnumSource
  void whatBecameReadyAfterOneWaitRanOutIsSeenByTheNext(ThreadKind kind) {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      ReadinessWait wait = reading(pipe);
      Waiter first = new Waiter(kind, wait, Deadline.afterNanos(1));
      assertThat(first.outcome()).isEqualTo(WaitOutcome.TIMED_OUT);
      pipe.fillWith("x");
      for (int again = 0; again < 3; again++) {
        assertThat(new Waiter(kind, wait, Deadline.NEVER).outcome()).isEqualTo(WaitOutcome.READY);
      }
      wait.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUnparkThatMeansNothingDoesNotEndTheWait(ThreadKind kind) {
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      ReadinessWait wait = reading(pipe);
      Waiter waiter = Waiter.parked(kind, wait);
      for (int i = 0; i < 100; i++) {
        LockSupport.unpark(waiter.thread);
      }
      Eventually.parked(waiter.thread);
      pipe.fillWith("x");
      assertThat(waiter.outcome()).isEqualTo(WaitOutcome.READY);
      wait.close();
    }
  }

  @Test
  void whatNeverWaitsIsAlwaysReady() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    for (String path : new String[] {file.toString(), "/dev/null"}) {
      int fd = posix.open(path, O_RDWR | O_CLOEXEC, 0);
      ReadinessWait wait = ReadinessWait.forReading(Descriptor.own(posix, fd));
      assertThat(wait.await(Deadline.NEVER)).isEqualTo(WaitOutcome.READY);
      assertThat(wait.await(Deadline.NEVER)).isEqualTo(WaitOutcome.READY);
      wait.close();
      assertThat(wait.await(Deadline.NEVER)).isEqualTo(WaitOutcome.CLOSED);
    }
  }

  /**
   * epoll refers to the open file, not to the number, so a duplicate could keep the registration.
   */
  @Test
  void aClosedWaitLeavesNoRegistrationBehindWhereADuplicateLivesOn() {
    Leaks before = Leaks.snapshot();
    try (var pipe = new RawPipe(O_NONBLOCK)) {
      int number = duplicate(pipe.readEnd());
      for (int again = 0; again < 3; again++) {
        ReadinessWait wait = ReadinessWait.forReading(Descriptor.own(posix, number));
        Waiter waiter = Waiter.parked(ThreadKind.VIRTUAL, wait);
        wait.close();
        assertThat(waiter.outcome()).isEqualTo(WaitOutcome.CLOSED);
        assertThat(posix.fcntl(pipe.readEnd(), Constants.F_DUPFD_CLOEXEC, number))
            .as("the same number for the same file again")
            .isEqualTo(number);
      }
      posix.close(number);
    }
    Leaks.assertNoneSince(before);
  }

  @Test
  void aClosedWaitDoesNotWakeTheNextOneWithItsNumber() {
    try (var pipe = new RawPipe(O_NONBLOCK);
        var other = new RawPipe(O_NONBLOCK)) {
      int number = duplicate(pipe.readEnd());
      ReadinessWait first = ReadinessWait.forReading(Descriptor.own(posix, number));
      Waiter waiter = Waiter.parked(ThreadKind.PLATFORM, first);
      first.close();
      waiter.outcome();
      assertThat(posix.fcntl(other.readEnd(), Constants.F_DUPFD_CLOEXEC, number)).isEqualTo(number);
      ReadinessWait second = ReadinessWait.forReading(Descriptor.own(posix, number));
      pipe.fillWith("x");
      Deadline soon = Deadline.afterNanos(TimeUnit.MILLISECONDS.toNanos(20));
      assertThat(second.await(soon)).isEqualTo(WaitOutcome.TIMED_OUT);
      other.fillWith("y");
      assertThat(second.await(Deadline.NEVER)).isEqualTo(WaitOutcome.READY);
      second.close();
    }
  }

  @Test
  void aDeadlineFarAwayIsNotInThePast() {
    assertThat(Deadline.NEVER.nanosLeft()).isEqualTo(Long.MAX_VALUE);
    assertThat(Deadline.afterNanos(Long.MAX_VALUE - 1).nanosLeft()).isPositive();
    assertThat(Deadline.afterNanos(-5).nanosLeft()).isZero();
  }
}
