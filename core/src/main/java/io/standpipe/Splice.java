package io.standpipe;

import static io.standpipe.internal.posix.Constants.SPLICE_F_NONBLOCK;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Errno;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;

/**
 * Bytes that go from pipe to pipe inside the kernel: {@code splice} hands over pages, nothing is
 * copied and nothing comes into this process.
 *
 * <p>A page takes a slot of the far pipe, however few bytes it holds: sixteen messages of eight
 * bytes, moved one at a time, fill a pipe that would hold thousands of them written. So this is for
 * a page or more ({@link #LEAST}); less is copied, and merges there with what came before.
 *
 * <p>It waits for room, in the far end's turn like any write, but never for bytes: −EAGAIN says
 * that the far pipe is full or that this one is empty, and which of the two, this one is asked.
 */
final class Splice {
  /** A page: from here on to move it costs less than to copy it, in slots too. */
  static final int LEAST = 4096;

  /** So many bytes in one turn, then another thread may write there. */
  private static final int MOST = 1 << 20;

  private final End from;
  private final End to;
  private final WaitOptions terms;
  private boolean broken;

  Splice(PipeReader from, PipeWriter to, WaitOptions terms) {
    this.from = from.end;
    this.to = to.end;
    this.terms = terms;
  }

  /** Whether the kernel can: both are pipes. */
  static boolean isPossible(PipeReader from, PipeWriter to) {
    return from.end.isPipe() && to.end.isPipe();
  }

  /**
   * Moves so many bytes: how many. Fewer where the first pipe has no more (somebody else has read
   * them), or where nobody reads there any more: {@link #isBroken}.
   */
  int move(int bytes) throws IOException {
    to.ensureOpen();
    to.enter(terms, "write to");
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
   * Moves on as long as a page or more comes at once, and nobody is asked how much is there: how
   * many bytes.
   */
  long moveOn() throws IOException {
    to.ensureOpen();
    to.enter(terms, "write to");
    try {
      long moved = 0;
      int n = LEAST;
      while (n >= LEAST && moved < MOST) {
        to.checkTime(terms, "write to", "");
        n = moveSome(MOST);
        moved += n;
      }
      return moved;
    } finally {
      to.leave();
    }
  }

  /** Whether the far pipe has no read end any more. */
  boolean isBroken() {
    return broken;
  }

  private int moveSome(int most) throws IOException {
    String state = "it is full, and nobody reads from it";
    int n = to.perform(out -> from.call(in -> attempt(in, out, most)), terms, "write to", state);
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
    throw new ErrnoException("move bytes from " + from.of + " to " + to.of, -n);
  }

  private int attempt(int in, int out, int most) {
    int n = from.posix.splice(in, out, most, SPLICE_F_NONBLOCK);
    return n == -Errno.EAGAIN && from.posix.fionread(in) == 0 ? 0 : n;
  }
}
