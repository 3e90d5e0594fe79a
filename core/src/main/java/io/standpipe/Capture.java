package io.standpipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Output kept in memory: a virtual thread drains the pipe from the start of the child on, so that
 * nobody has to read for the child to get on.
 *
 * <p>Bytes are taken from the pipe under this object's monitor, without waiting; the wait for more
 * is outside of it. So whoever holds the monitor knows that every byte is either here or in the
 * pipe.
 *
 * <p>The drain ends with the stream, or when the reader is closed.
 */
final class Capture {
  private static final int CHUNK = 64 * 1024;

  final PipeReader reader;
  private final int limit;
  private final boolean tail;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
  private final List<byte[]> kept = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private long size;
  private boolean dropping;
  private volatile boolean overflowed;
  private volatile long lastNanos = System.nanoTime();
  private volatile @Nullable IOException failure;

  /**
   * Keeps at most {@code limit} bytes: the first, and then it calls {@code onOverflow} of {@link
   * #start}; or the last, if {@code tail}.
   */
  Capture(PipeReader reader, int limit, boolean tail) {
    this.reader = reader;
    this.limit = limit;
    this.tail = tail;
  }

  void start(Runnable onOverflow) {
    Thread.ofVirtual().name("standpipe-capture").start(() -> drain(onOverflow));
  }

  private void drain(Runnable onOverflow) {
    try (reader) {
      int n;
      while ((n = takeAll()) >= 0) {
        if (overflowed) {
          onOverflow.run();
          return;
        }
        reader.awaitReadable();
      }
    } catch (IOException e) {
      failure = e;
    } finally {
      ended.countDown();
    }
  }

  /** Takes what lies in the pipe now; −1 at the end of the stream. */
  private synchronized int takeAll() throws IOException {
    while (true) {
      chunk.clear();
      int n = reader.readNow(chunk);
      if (n <= 0) {
        return n;
      }
      keep(chunk.flip());
      if (overflowed) {
        return 0;
      }
    }
  }

  private void keep(ByteBuffer bytes) {
    lastNanos = System.nanoTime();
    if (dropping) {
      return;
    }
    size += bytes.remaining();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    kept.add(copy);
    while (tail && !kept.isEmpty() && size - kept.getFirst().length >= limit) {
      size -= kept.removeFirst().length;
    }
    overflowed = !tail && size > limit;
  }

  /** Blocks until the stream has ended, or {@code nanos} have passed: whether it has. */
  boolean awaitEnd(long nanos) throws InterruptedException {
    return ended.await(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Blocks until the stream has ended, or nothing has come for {@code quietNanos}: whether it has
   * ended.
   */
  boolean awaitQuiet(long quietNanos) throws InterruptedException {
    long since = System.nanoTime();
    while (true) {
      long quiet = System.nanoTime() - Math.max(since, lastNanos);
      if (awaitEnd(Math.max(quietNanos - quiet, 0))) {
        return true;
      }
      if (System.nanoTime() - Math.max(since, lastNanos) >= quietNanos) {
        return false;
      }
    }
  }

  /** Takes what is in the pipe at this moment; what comes later is read and dropped. */
  synchronized void dropLater() throws IOException {
    if (ended.getCount() > 0) {
      takeAll();
    }
    dropping = true;
  }

  synchronized boolean isDropping() {
    return dropping;
  }

  boolean hasOverflowed() {
    return overflowed;
  }

  int limit() {
    return limit;
  }

  /** Why reading failed, where it did. */
  @Nullable IOException failure() {
    return failure;
  }

  /** A copy of what is kept by now. */
  synchronized byte[] bytes() {
    int length = (int) (tail ? Math.min(size, limit) : size);
    byte[] all = new byte[length];
    int end = length;
    for (byte[] piece : kept.reversed()) {
      int n = Math.min(piece.length, end);
      System.arraycopy(piece, piece.length - n, all, end - n, n);
      end -= n;
    }
    return all;
  }
}
