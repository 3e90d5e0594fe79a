package io.standpipe.internal.io;

import static io.standpipe.internal.io.WriteEnd.FULL;
import static io.standpipe.internal.io.WriteEnd.WRITE;
import static io.standpipe.internal.posix.Constants.SPLICE_F_NONBLOCK;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Errno;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;

/**
 * Moves bytes from pipe to pipe inside the kernel: {@code splice} hands over pages, so nothing is
 * copied and nothing enters this process.
 *
 * <p>A page takes a slot of the far pipe, however few bytes it holds: sixteen messages of eight
 * bytes, moved one at a time, fill a pipe that would hold thousands of them written. So splicing is
 * for a page or more ({@link #LEAST}); less is copied, and merges there with what came before.
 *
 * <p>It waits for room, in the far end's turn like any write, but never for bytes. −EAGAIN means
 * either that the far pipe is full or that the near one is empty; the near one is asked which.
 */
final class Splice {
  /** A page: from this size on, moving costs less than copying, in slots too. */
  static final int LEAST = 4096;

  /** After so many bytes in one turn another thread may write to the far pipe. */
  private static final int MOST = 1 << 20;

  private final End from;
  private final End to;
  private final WaitOptions options;
  private boolean broken;

  Splice(ReadEnd from, WriteEnd to, WaitOptions options) {
    this.from = from;
    this.to = to;
    this.options = options;
  }

  /** Whether the kernel can: both are pipes. */
  static boolean isPossible(ReadEnd from, WriteEnd to) {
    return from.isPipe() && to.isPipe();
  }

  /**
   * Moves up to {@code bytes} bytes; returns the number moved. It is smaller where the near pipe
   * has no more, because another process has read them, or where the far pipe has lost its last
   * reader: {@link #isBroken}.
   */
  int move(int bytes) throws IOException {
    to.ensureOpen();
    to.enter(options, WRITE);
    try {
      int moved = 0;
      int n = 1;
      while (moved < bytes && n > 0) {
        n = moveSome(bytes - moved);
        moved += n;
      }
      return moved;
    } finally {
      to.leave();
    }
  }

  /**
   * Moves on as long as each call moves a page or more, without asking how much is there; returns
   * the number of bytes moved.
   */
  long moveOn() throws IOException {
    to.ensureOpen();
    to.enter(options, WRITE);
    try {
      long moved = 0;
      int n = LEAST;
      while (n >= LEAST && moved < MOST) {
        to.checkTime(options, WRITE, "it has not taken everything yet");
        n = moveSome(MOST);
        moved += n;
      }
      return moved;
    } finally {
      to.leave();
    }
  }

  /** Whether the far pipe has lost its last reader. */
  boolean isBroken() {
    return broken;
  }

  private int moveSome(int most) throws IOException {
    int n = to.perform(out -> from.call(in -> attempt(in, out, most)), options, WRITE, FULL);
    if (n >= 0) {
      return n;
    }
    if (n == -Errno.EPIPE) {
      broken = true;
      return 0;
    }
    if (n == -Errno.EBADF && !(from.isOpen() && to.isOpen())) {
      throw new AsynchronousCloseException();
    }
    throw new ErrnoException("move bytes from " + from.of() + " to " + to.of(), -n);
  }

  private int attempt(int in, int out, int most) {
    int n = from.posix.splice(in, out, most, SPLICE_F_NONBLOCK);
    return n == -Errno.EAGAIN && from.posix.fionread(in) == 0 ? 0 : n;
  }
}
