package io.standpipe;

import static io.standpipe.internal.posix.Constants.POLLOUT;
import static io.standpipe.internal.posix.Constants.SPLICE_F_NONBLOCK;
import static io.standpipe.internal.posix.Constants.S_IFIFO;
import static io.standpipe.internal.posix.Constants.S_IFMT;

import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.ready.Watch;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;

/**
 * Bytes that go from pipe to pipe inside the kernel: {@code splice} hands over pages, nothing is
 * copied and nothing comes into this process.
 *
 * <p>A splice moves what is there, waiting for nothing. Where it moves nothing, either this pipe is
 * empty or that one is full; the far one is asked which, and that one is waited for. If it changes
 * in between, the wait ends at once, for arming looks at the state: no wake-up is lost, at worst
 * one try is made for nothing.
 *
 * <p>While it waits for room it holds neither end's turn, so other threads may read or write there.
 */
final class Splice {
  /** More than any pipe holds by default: a call takes all that is there. */
  static final int MOST = 1 << 20;

  /** No errno and no count: the far pipe is full. */
  private static final int FULL = Integer.MIN_VALUE;

  private final End from;
  private final End to;

  private Splice(End from, End to) {
    this.from = from;
    this.to = to;
  }

  /** Whether the kernel can: both are pipes, and not the same one. */
  static boolean isPossible(PipeReader from, PipeWriter to) {
    return isPipe(from.end) && isPipe(to.end);
  }

  private static boolean isPipe(End end) {
    int mode = end.call(fd -> end.posix.fileMode(fd));
    return mode >= 0 && (mode & S_IFMT) == S_IFIFO;
  }

  /** Moves everything up to the end of the stream: how many bytes. */
  static long all(PipeReader from, PipeWriter to) throws IOException {
    var splice = new Splice(from.end, to.end);
    long moved = 0;
    for (int n; (n = splice.some(MOST)) > 0; ) {
      moved += n;
    }
    return moved;
  }

  /** Moves exactly so many bytes, all of which are in the first pipe. */
  static void exactly(PipeReader from, PipeWriter to, int bytes) throws IOException {
    var splice = new Splice(from.end, to.end);
    for (int left = bytes; left > 0; ) {
      left -= splice.some(left);
    }
  }

  /** At least one byte, at most {@code most}: how many; 0 at the end of the stream. */
  private int some(int most) throws IOException {
    while (true) {
      int n = takeTurns(most);
      if (n == FULL) {
        awaitRoom();
      } else if (n >= 0) {
        return n;
      } else {
        throw failed(-n);
      }
    }
  }

  private int takeTurns(int most) throws IOException {
    from.ensureOpen();
    to.ensureOpen();
    from.enter(Watch.NEVER, Duration.ZERO, "read from");
    try {
      return from.perform(
          in -> to.call(out -> attempt(in, out, most)),
          Watch.NEVER,
          Duration.ZERO,
          "read from",
          "");
    } finally {
      from.leave();
    }
  }

  private int attempt(int in, int out, int most) {
    int n = from.posix.splice(in, out, most, SPLICE_F_NONBLOCK);
    return n == -Errno.EAGAIN && from.posix.poll(out, POLLOUT, 0) == 0 ? FULL : n;
  }

  private void awaitRoom() throws IOException {
    to.enter(Watch.NEVER, Duration.ZERO, "write to");
    try {
      String state = "it is full, and nobody reads from it";
      to.perform(this::room, Watch.NEVER, Duration.ZERO, "write to", state);
    } finally {
      to.leave();
    }
  }

  private int room(int out) {
    int ready = to.posix.poll(out, POLLOUT, 0);
    return ready == 0 ? -Errno.EAGAIN : ready;
  }

  private IOException failed(int errno) {
    if (errno == Errno.EPIPE) {
      return new BrokenPipeException("write to " + to.of, 0);
    }
    if (errno == Errno.EBADF && !(from.isOpen() && to.isOpen())) {
      return new AsynchronousCloseException();
    }
    return new ErrnoException("move bytes from " + from.of + " to " + to.of, errno);
  }
}
