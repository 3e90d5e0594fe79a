package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.SPLICE_F_NONBLOCK;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pipe without blocking a process that writes to it at the same time.
 *
 * <p>The kernel copies under the pipe's lock, in both directions: while 64 KiB are copied out, a
 * writer on another processor has to wait, and a reader waits for a writer. So the pages are first
 * moved into a pipe of our own ({@code splice} copies nothing and holds the lock only briefly), and
 * are copied out of that pipe while the writer goes on.
 *
 * <p>Staging pipes are opened when they are needed, at most {@value #MOST}, and are kept for later
 * reads. They are empty between two reads. If none is free and none can be opened, the pipe is read
 * directly.
 */
public final class StagingPipe {
  /** More threads than this hardly ever copy at the same time. */
  private static final int MOST = 4;

  private static final int TRIES = 100;
  private static final boolean WORTHWHILE = Runtime.getRuntime().availableProcessors() > 1;

  private static final AtomicReferenceArray<@Nullable StagingPipe> ALL =
      new AtomicReferenceArray<>(MOST);

  private final int in;
  private final int out;

  /** Only the thread that has set this uses the pipe or closes it. */
  private final AtomicBoolean taken = new AtomicBoolean(true);

  private StagingPipe(int in, int out) {
    this.in = in;
    this.out = out;
  }

  /** Whether staging can gain anything: it takes a second processor, on which a writer runs. */
  public static boolean isWorthwhile() {
    return WORTHWHILE;
  }

  /** Whether this descriptor is an end of a staging pipe. */
  public static boolean owns(int fd) {
    for (int i = 0; i < MOST; i++) {
      StagingPipe pipe = ALL.get(i);
      if (pipe != null && (pipe.in == fd || pipe.out == fd)) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@link Posix#read} for a pipe. It never waits for bytes: −EAGAIN if there are none, whatever
   * the flags of the description.
   *
   * @throws IllegalStateException if the buffer's memory is given back meanwhile; bytes are then
   *     lost
   */
  public static int read(Posix posix, int fd, ByteBuffer into) {
    StagingPipe pipe = canBeFilled(into) ? take() : null;
    return pipe == null ? posix.read(fd, into) : pipe.pass(posix, fd, into);
  }

  /**
   * Checked before anything is taken out of the pipe. A read-only buffer goes to the plain read,
   * which refuses it.
   */
  private static boolean canBeFilled(ByteBuffer into) {
    if (into.isDirect()) {
      DirectMemory.of(into);
    }
    return !into.isReadOnly();
  }

  private int pass(Posix posix, int fd, ByteBuffer into) {
    boolean done = false;
    try {
      int n = posix.splice(fd, out, into.remaining(), SPLICE_F_NONBLOCK);
      drain(posix, n, into);
      done = true;
      return n;
    } finally {
      if (done) {
        taken.set(false);
      } else {
        discard();
      }
    }
  }

  /**
   * Tries again after any error: the bytes are there and no other thread can take them, so every
   * error of this read passes.
   */
  private void drain(Posix posix, int bytes, ByteBuffer into) {
    int left = bytes;
    for (int tries = TRIES; left > 0 && tries > 0; tries--) {
      int n = posix.read(in, into);
      if (n > 0) {
        left -= n;
        tries = TRIES;
      }
    }
    if (left > 0) {
      throw new IllegalStateException(left + " bytes lie in a pipe of our own, and cannot be read");
    }
  }

  private static @Nullable StagingPipe take() {
    for (int i = 0; i < MOST; i++) {
      StagingPipe pipe = ALL.get(i);
      if (pipe == null) {
        return openedAt(i);
      }
      if (pipe.taken.compareAndSet(false, true)) {
        return pipe;
      }
    }
    return null;
  }

  /** Uses the platform's own calls, because the pipe outlives the caller and its calls. */
  private static @Nullable StagingPipe openedAt(int place) {
    var ends = new int[2];
    if (Platform.posix().pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0) {
      return null;
    }
    var pipe = new StagingPipe(ends[0], ends[1]);
    if (!ALL.compareAndSet(place, null, pipe)) {
      pipe.close(); // another thread was quicker
      return null;
    }
    return pipe;
  }

  /**
   * Closes the pipe together with the bytes in it, which the next user must not find. It stays
   * taken.
   */
  private void discard() {
    for (int i = 0; i < MOST; i++) {
      if (ALL.compareAndSet(i, this, null)) {
        close();
        return;
      }
    }
  }

  private void close() {
    Platform.posix().close(out);
    Platform.posix().close(in);
  }
}
