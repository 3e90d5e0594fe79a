package io.standpipe.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.testing.Leaks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * A close races with uses on other threads, while a third thread opens files that would get the
 * number.
 *
 * <p>Each descriptor in turn is the read end of a pipe that holds one byte, its generation. User
 * threads read from it, and another thread closes it at any moment. The opening thread at once
 * opens the next pipe, which gets the same number, because the kernel assigns the lowest. A thread
 * that reads the byte of another generation than that of the descriptor it acquired has used a
 * number after its close.
 */
class DescriptorRaceTest {
  private static final long NANOS = 1_500_000_000;
  private static final int USERS = 6;

  private record Generation(byte mark, Descriptor reader) {}

  private final Posix posix = Platform.posix();
  private final AtomicReference<Generation> current = new AtomicReference<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final ConcurrentLinkedQueue<String> strangers = new ConcurrentLinkedQueue<>();
  private final AtomicLong uses = new AtomicLong();
  private final AtomicInteger generations = new AtomicInteger();

  @Test
  void aNumberIsNeverUsedAfterItWasClosed() throws Exception {
    Leaks before = Leaks.snapshot();
    var threads = new ArrayList<Thread>();
    current.set(next());
    for (int i = 0; i < USERS; i++) {
      threads.add(Thread.ofPlatform().start(this::use));
    }
    threads.add(Thread.ofPlatform().start(this::closeAndOpen));
    long end = System.nanoTime() + NANOS;
    closeUntil(end);
    over.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    current.get().reader.close();
    assertThat(strangers).isEmpty();
    assertThat(generations.get()).as("generations").isGreaterThan(100);
    assertThat(uses.get()).as("reads that met an open descriptor").isGreaterThan(100);
    Leaks.assertNoneSince(before);
  }

  private void use() {
    ByteBuffer one = ByteBuffer.allocate(1);
    while (!over.get()) {
      Generation generation = current.get();
      int fd = generation.reader.acquire();
      if (fd < 0) {
        continue;
      }
      try {
        int n = posix.read(fd, one.clear());
        if (n == 1 && one.get(0) != generation.mark) {
          strangers.add("generation " + generation.mark + " read " + one.get(0));
        } else if (n < 0 && n != -Errno.EAGAIN) {
          strangers.add("generation " + generation.mark + " got " + Errno.name(-n));
        }
        uses.incrementAndGet();
      } finally {
        generation.reader.release();
      }
    }
  }

  /** Closes as well, so that closes also race with closes. */
  private void closeUntil(long end) {
    while (System.nanoTime() - end < 0) {
      current.get().reader.close();
      Thread.onSpinWait();
    }
  }

  private void closeAndOpen() {
    while (!over.get()) {
      current.get().reader.close();
      current.set(next());
    }
  }

  /** Closes the write end at once; the byte in the pipe stays readable. */
  private Generation next() {
    byte mark = (byte) generations.incrementAndGet();
    var ends = new int[2];
    assertThat(posix.pipe2(ends, Constants.O_CLOEXEC | Constants.O_NONBLOCK)).isZero();
    ByteBuffer marks = ByteBuffer.wrap(new byte[] {mark, mark, mark, mark, mark, mark, mark, mark});
    assertThat(posix.write(ends[1], marks)).isEqualTo(8);
    assertThat(posix.close(ends[1])).isZero();
    return new Generation(mark, Descriptor.own(posix, ends[0]));
  }

  @Test
  void ofManyClosersExactlyOneIsFirst() throws Exception {
    for (int round = 0; round < 200; round++) {
      Descriptor descriptor = next().reader;
      var firsts = new AtomicInteger();
      var closes = new AtomicInteger();
      descriptor.beforeClose(closes::incrementAndGet);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        threads.add(
            Thread.startVirtualThread(() -> {
              int fd = descriptor.acquire();
              if (descriptor.close()) {
                firsts.incrementAndGet();
              }
              if (fd >= 0) {
                descriptor.release();
              }
            }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(firsts).hasValue(1);
      assertThat(closes).hasValue(1);
    }
  }
}
