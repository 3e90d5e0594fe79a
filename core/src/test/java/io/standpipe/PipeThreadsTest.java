package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads at one pipe, and many pipes at once. */
@Tag("blocking")
class PipeThreadsTest {
  private static final int WRITERS = 4;
  private static final int READERS = 4;
  private static final int MESSAGES = 2_000;

  /** Messages of four bytes, each read whole: writes of that size stay whole, and so do reads. */
  @ParameterizedTest
  @EnumSource
  void readersAndWritersTakeTurnsAndLoseNothing(ThreadKind kind) throws IOException {
    Leaks before = Leaks.snapshot();
    var seen = new ConcurrentHashMap<Integer, Integer>();
    try (Pipe pipe = Pipe.open()) {
      var readers = new ArrayList<Background<Integer>>();
      for (int i = 0; i < READERS; i++) {
        readers.add(Background.start(kind, () -> readMessages(pipe.reader(), seen)));
      }
      var writers = new ArrayList<Background<Integer>>();
      for (int i = 0; i < WRITERS; i++) {
        int first = i * MESSAGES;
        writers.add(Background.start(kind, () -> writeMessages(pipe.writer(), first)));
      }
      writers.forEach(writer -> assertThat(writer.value()).isEqualTo(MESSAGES));
      pipe.writer().close();
      int read = readers.stream().mapToInt(Background::value).sum();
      assertThat(read).isEqualTo(WRITERS * MESSAGES);
    }
    assertThat(seen).hasSize(WRITERS * MESSAGES);
    assertThat(seen.values()).containsOnly(1);
    Leaks.assertNoneSince(before);
  }

  private static int readMessages(PipeReader reader, ConcurrentHashMap<Integer, Integer> seen)
      throws IOException {
    ByteBuffer message = ByteBuffer.allocate(4);
    int count = 0;
    while (reader.read(message.clear()) >= 0) {
      assertThat(message.hasRemaining()).isFalse();
      seen.merge(message.getInt(0), 1, Integer::sum);
      count++;
    }
    return count;
  }

  private static int writeMessages(PipeWriter writer, int first) throws IOException {
    ByteBuffer message = ByteBuffer.allocate(4);
    for (int i = 0; i < MESSAGES; i++) {
      writer.write(message.clear().putInt(0, first + i));
    }
    return MESSAGES;
  }

  /** A JDK process stream needs a carrier for each of these; 300 of them stop all others. */
  @Test
  void threeHundredBlockedReadsHoldUpNoVirtualThread() throws Exception {
    Leaks before = Leaks.snapshot();
    int threads = Thread.getAllStackTraces().size();
    List<Pipe> pipes = new ArrayList<>();
    List<Background<Integer>> reads = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Pipe pipe = Pipe.open();
      pipes.add(pipe);
      reads.add(
          Background.parked(ThreadKind.VIRTUAL, () -> pipe.reader().read(ByteBuffer.allocate(1))));
    }
    var ran = new CountDownLatch(1);
    Thread.startVirtualThread(ran::countDown);
    assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Thread.getAllStackTraces()).hasSizeLessThan(threads + 20);
    for (Pipe pipe : pipes) {
      pipe.writer().write("x");
    }
    reads.forEach(read -> assertThat(read.value()).isOne());
    pipes.forEach(Pipe::close);
    Leaks.assertNoneSince(before);
  }

  /** Reads, writes, interrupts and closes at random: each ends, and nothing is left. */
  @Test
  void anyMixtureOfOperationsComesToAnEnd() throws IOException {
    Leaks before = Leaks.snapshot();
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      Pipe pipe = Pipe.open();
      var running = new AtomicInteger();
      var all = new ArrayList<Background<Integer>>();
      for (int i = 0; i < 6; i++) {
        ThreadKind kind = random.nextBoolean() ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL;
        boolean read = random.nextBoolean();
        int size = 1 + random.nextInt(200_000);
        all.add(Background.start(kind, () -> operate(pipe, read, size, running)));
      }
      for (int i = 0; i < 3; i++) {
        disturb(pipe, all, random);
      }
      pipe.close();
      for (Background<Integer> each : all) {
        Eventually.ended(each.thread());
      }
      assertThat(running).as("seed %d, round %d", seed, round).hasValue(0);
    }
    Leaks.assertNoneSince(before);
  }

  private static int operate(Pipe pipe, boolean read, int size, AtomicInteger running)
      throws IOException {
    running.incrementAndGet();
    try {
      ByteBuffer buffer = ByteBuffer.allocate(size);
      return read ? pipe.reader().read(buffer) : pipe.writer().write(buffer);
    } catch (ClosedChannelException | BrokenPipeException e) {
      return 0;
    } finally {
      running.decrementAndGet();
    }
  }

  private static void disturb(Pipe pipe, List<Background<Integer>> all, Random random) {
    switch (random.nextInt(6)) {
      case 0 -> pipe.reader().close();
      case 1 -> pipe.writer().close();
      case 2, 3 -> all.get(random.nextInt(all.size())).interrupt();
      default -> Thread.onSpinWait();
    }
  }
}
