package io.standpipe;

import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
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
final class OutputCollector {
  private static final int CHUNK = 64 * 1024;

  final PipeReader reader;
  private final int limit;
  private final boolean tail;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
  private final ByteChunks kept = new ByteChunks();
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean atEnd;
  private boolean dropping;
  private @Nullable Runnable onOverflow;
  private volatile boolean overflowed;
  private volatile long lastNanos = System.nanoTime();
  private volatile @Nullable IOException failure;

  /**
   * Keeps at most {@code limit} bytes: the first, and where there are more it stops (see {@link
   * #whenOverflowed}); or the last, if {@code tail}.
   */
  OutputCollector(PipeReader reader, int limit, boolean tail) {
    this.reader = reader;
    this.limit = limit;
    this.tail = tail;
  }

  void start() {
    Thread.ofVirtual().name("standpipe-capture").start(this::drain);
  }

  /**
   * Runs {@code action} as soon as there is more than may be kept; at once if there has been. To be
   * called once.
   */
  void whenOverflowed(Runnable action) {
    synchronized (this) {
      onOverflow = action;
      if (!overflowed) {
        return;
      }
    }
    overflow();
  }

  /** Either the drain finds the action, or whoever sets it finds the overflow; one runs it. */
  private void overflow() {
    Runnable action;
    synchronized (this) {
      action = onOverflow;
      onOverflow = null;
    }
    if (action != null) {
      action.run();
    }
  }

  private void drain() {
    try {
      int n;
      while (!overflowed && (n = take()) >= 0) {
        if (n == 0) {
          reader.awaitReadable();
        }
      }
      if (overflowed) {
        overflow();
      }
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      // No memory, for one: what is kept is not all, and must not pass for it.
      failure = new IOException("keep the output of " + reader + ": " + e, e);
    } finally {
      closeReader();
      ended.countDown();
    }
  }

  /**
   * A terminal stays open until the child is closed: to close it hangs up, and a program that has
   * closed its output and is about to exit would die of SIGHUP.
   */
  private void closeReader() {
    if (overflowed || failure != null || isDropping() || !reader.end.isCharacterDevice()) {
      reader.close();
    }
  }

  /**
   * Takes a chunk of what lies in the pipe now: how many bytes, −1 at the end of the stream. No
   * more than that, for whoever waits for the monitor meanwhile: a writer may never pause.
   */
  private synchronized int take() throws IOException {
    chunk.clear();
    int n = reader.readNow(chunk);
    if (n > 0) {
      keep(chunk.flip());
    }
    atEnd = n < 0;
    return n;
  }

  private void keep(ByteBuffer bytes) {
    lastNanos = System.nanoTime();
    if (dropping) {
      return;
    }
    try {
      kept.append(bytes);
    } catch (OutOfMemoryError e) {
      kept.clear(); // or there would be none left to close the pipe with
      throw e;
    }
    if (tail) {
      kept.dropAllBut(limit);
    }
    overflowed = !tail && kept.size() > limit;
  }

  /** Blocks until the stream has ended, or the deadline has come: whether it has. */
  boolean awaitEnd(Deadline deadline) throws InterruptedException {
    return ended.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
  }

  /**
   * Blocks until the stream has ended, nothing has come for {@code quietNanos}, or the deadline:
   * whether it has ended.
   */
  boolean awaitQuiet(long quietNanos, Deadline deadline) throws InterruptedException {
    long since = System.nanoTime();
    while (true) {
      long quiet = System.nanoTime() - Math.max(since, lastNanos);
      long left = Math.min(quietNanos - quiet, deadline.nanosLeft());
      if (awaitEnd(Deadline.afterNanos(left))) {
        return true;
      }
      if (System.nanoTime() - Math.max(since, lastNanos) >= quietNanos
          || deadline.nanosLeft() <= 0) {
        return false;
      }
    }
  }

  /**
   * Takes what is in the pipe at this moment; what comes later is read and dropped. Whether the
   * stream has ended, so that nothing will.
   */
  synchronized boolean dropLater() throws IOException {
    int left = atEnd || overflowed ? 0 : reader.available();
    while (left > 0 && !atEnd && !overflowed) {
      left -= Math.max(take(), 0);
    }
    if (!atEnd && !overflowed) {
      take(); // it tells an empty pipe from one that nobody writes to any more
    }
    dropping = true;
    return atEnd || overflowed;
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
    return kept.last(tail ? limit : Integer.MAX_VALUE);
  }
}
