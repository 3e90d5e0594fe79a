package io.standpipe.internal.io;

import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a child's output in memory: a virtual thread drains the pipe from the start of the child
 * on, so that the child never waits for a reader.
 *
 * <p>The thread takes bytes from the pipe under this object's monitor, without waiting, and waits
 * for more outside of it. So to a thread that holds the monitor every byte is either here or in the
 * pipe.
 *
 * <p>The drain ends with the stream, or when the reader is closed.
 */
public final class OutputCollector {
  /** Enough for a program that says little, as most do on their standard error. */
  private static final int FIRST_CHUNK = 4 * 1024;

  private static final int CHUNK = 64 * 1024;

  /** Which bytes to keep where there are more than the limit. */
  public enum Keep {
    /** The first; more than the limit is an overflow, which ends the drain. */
    FIRST,
    /** The last; earlier ones are dropped. */
    LAST
  }

  private final ReadEnd reader;
  private final int maxBytes;
  private final Keep keep;
  private ByteBuffer chunk = ByteBuffer.allocate(FIRST_CHUNK);
  private final ByteChunks kept = new ByteChunks();
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean atEnd;
  private boolean dropping;
  private boolean lost;
  private @Nullable Runnable onOverflow;
  private volatile boolean overflowed;
  private volatile long lastNanos = System.nanoTime();

  /** Kept as it is: where memory is short, there is none for an exception that explains it. */
  private volatile @Nullable Throwable failure;

  public OutputCollector(ReadEnd reader, int maxBytes, Keep keep) {
    this.reader = reader;
    this.maxBytes = maxBytes;
    this.keep = keep;
  }

  public ReadEnd reader() {
    return reader;
  }

  /** Starts the drain. */
  public void start() {
    Thread.ofVirtual().name("standpipe-capture").start(this::drain);
  }

  /**
   * Runs {@code action} as soon as there is more than may be kept; at once if that has happened
   * already. To be called once.
   */
  public void whenOverflowed(Runnable action) {
    synchronized (this) {
      onOverflow = action;
      if (!overflowed) {
        return;
      }
    }
    overflow();
  }

  /** Either the drain finds the action, or the thread that sets it finds the overflow. */
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
    } catch (IOException | RuntimeException | Error e) {
      // Out of memory, for example: what is kept is incomplete, and must not pass for the whole.
      failure = e;
    } finally {
      closeReader();
      ended.countDown();
    }
  }

  /**
   * A terminal stays open until the child is closed: closing it hangs up, and a program that has
   * closed its output and is about to exit would die of SIGHUP.
   */
  private void closeReader() {
    if (overflowed || failure != null || isDropping() || !reader.isCharacterDevice()) {
      reader.close();
    }
  }

  /**
   * Takes one chunk of what lies in the pipe now; returns how many bytes, −1 at the end of the
   * stream. One chunk only, because other threads wait for the monitor and a writer may never
   * pause.
   */
  private synchronized int take() throws IOException {
    chunk.clear();
    int n = reader.readNow(chunk);
    if (n > 0) {
      keep(chunk.flip());
    }
    if (n == chunk.capacity() && n < CHUNK) {
      chunk = ByteBuffer.allocate(CHUNK);
    }
    atEnd = n < 0;
    return n;
  }

  private void keep(ByteBuffer bytes) {
    lastNanos = System.nanoTime();
    if (dropping) {
      lost = true;
      return;
    }
    try {
      kept.append(bytes);
    } catch (OutOfMemoryError e) {
      kept.clear(); // otherwise there would be no memory left to close the pipe with
      throw e;
    }
    boolean tooMuch = kept.size() > maxBytes;
    lost |= tooMuch;
    if (keep == Keep.LAST) {
      kept.dropAllBut(maxBytes);
    }
    overflowed = keep == Keep.FIRST && tooMuch;
  }

  /** Blocks until the stream has ended or the deadline has come: whether it has ended. */
  public boolean awaitEnd(Deadline deadline) throws InterruptedException {
    return ended.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
  }

  /**
   * Blocks until the stream has ended, nothing has come for {@code quietNanos}, or the deadline has
   * come: whether it has ended.
   *
   * @param since when the caller began to wait for quiet, in {@link System#nanoTime}'s time
   */
  public boolean awaitQuiet(long since, long quietNanos, Deadline deadline)
      throws InterruptedException {
    while (true) {
      long quiet = System.nanoTime() - Math.max(since, lastNanos);
      long left = Math.min(quietNanos - quiet, deadline.nanosLeft());
      if (ended.await(left, TimeUnit.NANOSECONDS)) {
        return true;
      }
      if (System.nanoTime() - Math.max(since, lastNanos) >= quietNanos || deadline.hasPassed()) {
        return false;
      }
    }
  }

  /**
   * Takes what is in the pipe at this moment; what comes later is read and dropped. Returns whether
   * the stream has ended, so that nothing more will come.
   */
  public synchronized boolean dropLater() throws IOException {
    takeWhatIsThere();
    dropping = true;
    return atEnd || overflowed;
  }

  private void takeWhatIsThere() throws IOException {
    int left = atEnd || overflowed ? 0 : reader.available();
    while (left > 0 && !atEnd && !overflowed) {
      left -= Math.max(take(), 0);
    }
    if (!atEnd && !overflowed) {
      take(); // tells an empty pipe from one that has no writer left
    }
  }

  /**
   * Takes what is in the pipe at this moment, so that {@link #bytes} has everything that was
   * written before: the drain may be a little behind. If that fails, the drain meets the same
   * failure.
   */
  public synchronized void catchUp() {
    try {
      takeWhatIsThere();
    } catch (IOException e) {
      // The reader is closed, or cannot be read: the drain ends with that, and keeps the reason.
    }
  }

  /** Takes what is in the pipe at this moment, and closes it, which ends the drain. */
  public void abandon() {
    catchUp();
    reader.close();
  }

  public synchronized boolean isDropping() {
    return dropping;
  }

  public boolean hasOverflowed() {
    return overflowed;
  }

  /** Whether it keeps nothing, and only drains the pipe. */
  public boolean isDiscarding() {
    return keep == Keep.LAST && maxBytes == 0;
  }

  public int maxBytes() {
    return maxBytes;
  }

  /** Why reading failed, where it did. */
  public @Nullable IOException failure() {
    Throwable thrown = failure;
    return thrown == null || thrown instanceof IOException
        ? (IOException) thrown
        : new IOException("keep the output of " + reader + ": " + thrown, thrown);
  }

  /** Whether what is kept by now is the whole stream: its end has come, and nothing was dropped. */
  public synchronized boolean isComplete() {
    return atEnd && !lost && failure == null;
  }

  /** A copy of what is kept by now: at most the limit. */
  public synchronized byte[] bytes() {
    return keep == Keep.LAST ? kept.last(maxBytes) : kept.first(maxBytes);
  }
}
