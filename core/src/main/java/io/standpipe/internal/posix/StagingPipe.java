package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.SPLICE_F_NONBLOCK;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pipe without standing in the way of whoever writes to it at the same time.
 *
 * <p>The kernel copies under the pipe's lock, in both directions: while 64 KiB are copied out, a
 * writer on another processor stands still, and the other way round. So the pages are moved into a
 * pipe of our own first ({@code splice}: no copy, the lock is held for a moment), and copied out of
 * that while the writer goes on.
 *
 * <p>Such pipes are opened when they are needed, {@value #MOST} at most, and kept for later reads.
 * Nothing lies in them between two reads. Where none is free, or none can be opened, the pipe is
 * read directly.
 */
public final class StagingPipe {
  /** More threads than that hardly copy at the same time. */
  private static final int MOST = 4;

  private static final int TRIES = 100;
  private static final boolean OF_USE = Runtime.getRuntime().availableProcessors() > 1;

  private static final AtomicReferenceArray<@Nullable StagingPipe> ALL =
      new AtomicReferenceArray<>(MOST);

  private final int in;
  private final int out;

  /** Whoever has it taken is the only one to use it, or to close it. */
  private final AtomicBoolean taken = new AtomicBoolean(true);

  private StagingPipe(int in, int out) {
    this.in = in;
    this.out = out;
  }

  /** Whether there is anything to gain: a writer at the same time needs another processor. */
  public static boolean isOfUse() {
    return OF_USE;
  }

  /** Whether this descriptor is one of such a pipe. */
  public static boolean has(int fd) {
    for (int i = 0; i < MOST; i++) {
      StagingPipe pipe = ALL.get(i);
      if (pipe != null && (pipe.in == fd || pipe.out == fd)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What {@link Posix#read} does, for {@code fd} that is a pipe. Never waits for bytes: −EAGAIN
   * where none are there, whatever the flags of the description.
   *
   * @throws IllegalStateException if the buffer's memory is given back meanwhile; bytes are lost
   *     then
   */
  public static int read(Posix posix, int fd, ByteBuffer into) {
    StagingPipe pipe = canBeFilled(into) ? take() : null;
    return pipe == null ? posix.read(fd, into) : pipe.pass(posix, fd, into);
  }

  /** Asked before anything is taken out of the pipe; one that cannot, read refuses. */
  private static boolean canBeFilled(ByteBuffer into) {
    if (into.isDirect()) {
      NativePosix.memory(into);
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

  /** The bytes are there, and nobody else can take them: whatever else the kernel says passes. */
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

  /** By the system itself, for it outlives the one for whom it is opened. */
  private static @Nullable StagingPipe openedAt(int place) {
    var ends = new int[2];
    if (Posix.system().pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0) {
      return null;
    }
    var pipe = new StagingPipe(ends[0], ends[1]);
    if (!ALL.compareAndSet(place, null, pipe)) {
      pipe.close(); // another thread was quicker
      return null;
    }
    return pipe;
  }

  /** With what lies in it: the next user must not find that. It stays taken. */
  private void discard() {
    for (int i = 0; i < MOST; i++) {
      if (ALL.compareAndSet(i, this, null)) {
        close();
        return;
      }
    }
  }

  private void close() {
    Posix.system().close(out);
    Posix.system().close(in);
  }
}
