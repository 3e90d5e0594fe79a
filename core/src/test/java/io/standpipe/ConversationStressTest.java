package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Background;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Lively conversations, in which waits spin before they park, ended in the middle of a word: by a
 * close, an interrupt, a deadline, from another thread or their own. Whatever ends one, both sides
 * end, and until then every answer is the right one.
 *
 * <p>Two seconds of it, or as many as {@code -Dstandpipe.test.soakSeconds} says.
 */
@Tag("blocking")
class ConversationStressTest {
  private static final long SECONDS = Long.getLong("standpipe.test.soakSeconds", 2);
  private static final int AT_ONCE = 3;
  private static final int BYTES = 64;

  private final long seed = System.nanoTime();
  private final AtomicLong conversations = new AtomicLong();
  private final AtomicLong rounds = new AtomicLong();

  /** One conversation: two pipes, two threads, and somebody who disturbs. */
  private final class Conversation {
    private final Random random;
    private final Pipe there = Pipe.open();
    private final Pipe back = Pipe.open();
    private final AtomicInteger said = new AtomicInteger();

    Conversation(long seed) throws IOException {
      this.random = new Random(seed);
    }

    void hold() {
      ThreadKind one = random.nextBoolean() ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL;
      ThreadKind other = random.nextBoolean() ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL;
      boolean hurried = random.nextInt(4) == 0;
      var answering = Background.start(other, () -> answer(new Random(seed)));
      var asking = Background.start(one, () -> ask(hurried));
      warmUp(asking.thread(), random.nextInt(4) == 0 ? 0 : random.nextInt(300));
      disturb(asking, answering);
      asking.value();
      answering.value();
      there.close();
      back.close();
      conversations.incrementAndGet();
      rounds.addAndGet(said.get());
    }

    /** Until so many questions were asked: by then waits are known to be short, and spin. */
    private void warmUp(Thread asking, int questions) {
      while (said.get() < questions && asking.isAlive()) {
        LockSupport.parkNanos(20_000);
      }
      for (int spins = random.nextInt(3_000); spins > 0; spins--) {
        Thread.onSpinWait();
      }
    }

    /** However a side ends, it closes its ends, which ends the other. */
    private boolean ask(boolean hurried) throws IOException {
      try (PipeWriter to = there.writer();
          PipeReader from = back.reader()) {
        while (true) {
          int number = said.incrementAndGet();
          to.write(message(number));
          ByteBuffer answer = ByteBuffer.allocate(BYTES);
          Duration limit = hurried ? Duration.ofNanos(20_000 + number % 60_000) : null;
          if (!readAll(from, answer, limit)) {
            return true;
          }
          assertThat(answer.getInt(BYTES - 4)).as("seed %d", seed).isEqualTo(-number);
        }
      } catch (ClosedChannelException | BrokenPipeException | DeadlineExceededException e) {
        return false;
      }
    }

    private boolean answer(Random mood) throws IOException {
      try (PipeReader from = there.reader();
          PipeWriter to = back.writer()) {
        ByteBuffer question = ByteBuffer.allocate(BYTES);
        for (int number = 1; readAll(from, question.clear(), null); number++) {
          assertThat(question.getInt(BYTES - 4)).as("seed %d", seed).isEqualTo(number);
          think(mood);
          to.write(message(-number));
        }
        return true;
      } catch (ClosedChannelException | BrokenPipeException e) {
        return false;
      }
    }

    /** From at once to longer than a wait spins. */
    private static void think(Random mood) {
      for (int spins = mood.nextInt(8) == 0 ? mood.nextInt(4_000) : 0; spins > 0; spins--) {
        Thread.onSpinWait();
      }
    }

    private void disturb(Background<Boolean> asking, Background<Boolean> answering) {
      switch (random.nextInt(6)) {
        case 0 -> there.reader().close();
        case 1 -> there.writer().close();
        case 2 -> back.reader().close();
        case 3 -> back.writer().close();
        case 4 -> asking.interrupt();
        default -> answering.interrupt();
      }
    }
  }

  private static ByteBuffer message(int number) {
    return ByteBuffer.allocate(BYTES).putInt(BYTES - 4, number);
  }

  /** False at the end of the stream. */
  private static boolean readAll(PipeReader from, ByteBuffer into, Duration limit)
      throws IOException {
    while (into.hasRemaining()) {
      int n = limit == null ? from.read(into) : from.read(into, limit);
      if (n < 0) {
        return false;
      }
    }
    return true;
  }

  @Test
  void bothSidesEndWhateverEndsOneAndEveryAnswerIsRight() {
    Leaks before = Leaks.snapshot();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    List<Background<Boolean>> lines = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      var seeds = new Random(seed + i);
      lines.add(Background.start(ThreadKind.PLATFORM, () -> holdMany(seeds, end)));
    }
    for (Background<Boolean> line : lines) {
      join(line.thread());
      line.value();
    }
    assertThat(conversations.get()).as("conversations").isGreaterThan(10);
    assertThat(rounds.get()).as("questions").isGreaterThan(conversations.get());
    Leaks.assertNoneSince(before);
  }

  private boolean holdMany(Random seeds, long end) throws IOException {
    while (System.nanoTime() - end < 0) {
      new Conversation(seeds.nextLong()).hold();
    }
    return true;
  }

  /** For as long as it was asked to last; {@code value} then waits for what hangs. */
  private static void join(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
