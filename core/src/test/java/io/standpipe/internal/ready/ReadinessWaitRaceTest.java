package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thousands of waits race with the events that end them; no event is missed. */
@Tag("blocking")
class ReadinessWaitRaceTest {
  private static final int ROUNDS = 10_000;

  private enum End {
    BYTES(WaitOutcome.READY),
    HANG_UP(WaitOutcome.READY),
    CLOSE(WaitOutcome.CLOSED),
    INTERRUPT(WaitOutcome.INTERRUPTED);

    final WaitOutcome outcome;

    End(WaitOutcome outcome) {
      this.outcome = outcome;
    }
  }

  private final Posix posix = Platform.posix();

  /** Each round has a new pipe and waiter, and an event before, during or after the wait. */
  @ParameterizedTest
  @EnumSource
  void everyEndEndsTheWaitWheneverItComes(ThreadKind kind) {
    Leaks before = Leaks.snapshot();
    long seed = System.nanoTime();
    var random = new Random(seed);
    int rounds = kind == ThreadKind.VIRTUAL ? ROUNDS : ROUNDS / 5;
    for (int round = 0; round < rounds; round++) {
      End end = End.values()[random.nextInt(End.values().length)];
      int[] ends = pipe();
      ReadinessWait wait = ReadinessWait.forReading(Descriptor.own(posix, ends[0]));
      var waiter = new Waiter(kind, wait, Deadline.NEVER);
      for (int spin = random.nextInt(2_000); spin > 0; spin--) {
        Thread.onSpinWait();
      }
      boolean writerClosed = bring(end, ends[1], wait, waiter.thread);
      assertThat(waiter.outcome())
          .as("seed %d, round %d, %s", seed, round, end)
          .isEqualTo(end.outcome);
      wait.close();
      if (!writerClosed) {
        posix.close(ends[1]);
      }
    }
    Leaks.assertNoneSince(before);
  }

  private boolean bring(End end, int writeEnd, ReadinessWait wait, Thread waiter) {
    switch (end) {
      case BYTES -> posix.write(writeEnd, ByteBuffer.allocate(1));
      case CLOSE -> wait.close();
      case INTERRUPT -> waiter.interrupt();
      case HANG_UP -> {
        posix.close(writeEnd);
        return true;
      }
    }
    return false;
  }

  /**
   * One {@code ReadinessWait} is used for all waits. Each wait gets a byte, and many deadlines come
   * at about the same moment.
   */
  @ParameterizedTest
  @EnumSource
  void noWakeUpIsLostOnAWaitThatIsUsedAgainAndAgain(ThreadKind kind) {
    long seed = System.nanoTime();
    int[] there = pipe();
    int[] back = pipe();
    ReadinessWait readsThere = ReadinessWait.forReading(Descriptor.own(posix, there[0]));
    ReadinessWait readsBack = ReadinessWait.forReading(Descriptor.own(posix, back[0]));
    var threads = new ArrayList<Thread>();
    threads.add(kind.start(() -> echo(readsThere, back[1], new Random(seed))));
    threads.add(
        kind.start(() -> {
          posix.write(there[1], ByteBuffer.allocate(1));
          echo(readsBack, there[1], new Random(seed + 1));
        }));
    threads.forEach(Eventually::ended);
    readsThere.close();
    readsBack.close();
    posix.close(there[1]);
    posix.close(back[1]);
  }

  private void echo(ReadinessWait from, int to, Random random) {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (int round = 0; round < ROUNDS; round++) {
      int fd = from.descriptor().acquire();
      while (posix.read(fd, one.clear()) == -Errno.EAGAIN) {
        boolean limited = random.nextBoolean();
        from.await(limited ? Deadline.afterNanos(random.nextInt(20_000)) : Deadline.NEVER);
      }
      from.descriptor().release();
      posix.write(to, one.flip());
    }
  }

  private int[] pipe() {
    int[] ends = new int[2];
    assertThat(posix.pipe2(ends, O_CLOEXEC | O_NONBLOCK)).isZero();
    return ends;
  }
}
