package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.PIPE_BUF;
import static io.standpipe.internal.posix.Constants.POLLERR;
import static io.standpipe.internal.posix.Constants.POLLHUP;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.ready.PipeSpinPolicy;
import io.standpipe.internal.ready.ReadinessWait;
import io.standpipe.internal.ready.SpinPolicy;
import io.standpipe.internal.ready.TerminalSpinPolicy;
import io.standpipe.internal.ready.WriteBuffer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The write end of a pipe, fifo or terminal. What each operation promises: {@code PipeWriter}. */
public final class WriteEnd extends End {
  static final String WRITE = "write to";

  /** Why a write waits, for the message of a deadline. */
  static final String FULL = "it is full, and no process reads from it";

  private static final WeakReference<WriteBuffer> NO_BUFFER = new WeakReference<>(null);

  /** What this end writes to: a pseudo-terminal takes bytes that no process will read. */
  private enum Kind {
    PIPE,
    TERMINAL
  }

  private final Kind kind;
  private volatile WeakReference<WriteBuffer> buffer = NO_BUFFER;

  private WriteEnd(
      Descriptor descriptor, String of, Description description, SpinPolicy spinning, Kind kind) {
    super(ReadinessWait.forWriting(descriptor), of, description, spinning);
    this.kind = kind;
  }

  /** For a description that this process alone uses; it becomes non-blocking. */
  public static WriteEnd own(Descriptor descriptor, String of) throws ErrnoException {
    SpinPolicy spinning = new PipeSpinPolicy(descriptor.posix());
    return new WriteEnd(nonBlocking(descriptor), of, Description.OWN, spinning, Kind.PIPE);
  }

  /** For our side of a pseudo-terminal. */
  static WriteEnd ofTerminal(Descriptor descriptor, String of) throws ErrnoException {
    SpinPolicy spinning = new TerminalSpinPolicy(descriptor.posix());
    return new WriteEnd(nonBlocking(descriptor), of, Description.OWN, spinning, Kind.TERMINAL);
  }

  /** For a descriptor that this process was started with. */
  static WriteEnd inherited(Descriptor descriptor, Description description, String of) {
    SpinPolicy spinning = new PipeSpinPolicy(descriptor.posix());
    return new WriteEnd(descriptor, of, description, spinning, Kind.PIPE);
  }

  /** From now on bytes on their way to here pass through {@code inFront}. */
  public void bufferedBy(WriteBuffer inFront) {
    buffer = new WeakReference<>(inFront);
  }

  /** The buffer in front of this end, if there is one. */
  public @Nullable WriteBuffer buffer() {
    return buffer.get();
  }

  /** Writes all that {@code from} has left; returns how many bytes that was. */
  public int write(ByteBuffer from, WaitOptions options) throws IOException {
    int length = from.remaining();
    writeAll(from::remaining, fd -> tryWrite(fd, from), options);
    return length;
  }

  /** Writes several buffers one after the other, gathered; returns how many bytes that was. */
  public long write(List<ByteBuffer> from, WaitOptions options) throws IOException {
    long bytes = remaining(from);
    writeAll(() -> remaining(from), fd -> tryGather(fd, from), options);
    return bytes;
  }

  private static long remaining(List<ByteBuffer> buffers) {
    long bytes = 0;
    for (ByteBuffer buffer : buffers) {
      bytes += buffer.remaining();
    }
    return bytes;
  }

  private void writeAll(LongSupplier left, Call call, WaitOptions options) throws IOException {
    ensureOpen();
    enter(options, WRITE);
    try {
      long length = left.getAsLong();
      while (left.getAsLong() > 0) {
        int n = perform(fd -> attempt(call, fd), options, WRITE, FULL);
        if (n == -Errno.EPIPE) {
          throw new BrokenPipeException(WRITE + " " + of(), length - left.getAsLong());
        }
        if (n < 0) {
          throw failed(WRITE, -n);
        }
        if (left.getAsLong() > 0) {
          checkTime(options, WRITE, "it has not taken everything yet");
        }
      }
    } finally {
      leave();
    }
  }

  /** A pipe without readers reports that at the write; a terminal has to be asked. */
  private int attempt(Call call, int fd) {
    boolean hungUp = kind == Kind.TERMINAL && (posix.poll(fd, 0, 0) & POLLHUP) != 0;
    return hungUp ? -Errno.EPIPE : call.on(fd);
  }

  /** Whether a read end is open; for a terminal, whether its other side is. */
  public boolean hasReader() throws IOException {
    int polled = checked("ask for the readers of", call(fd -> posix.poll(fd, 0, 0)));
    return (polled & (POLLERR | POLLHUP)) == 0;
  }

  private int tryGather(int fd, List<ByteBuffer> buffers) {
    if (!isShared()) {
      return posix.writev(fd, buffers);
    }
    if (remaining(buffers) <= PIPE_BUF) {
      int ready = readyNow(fd); // then there is room for them all
      return ready < 0 ? ready : posix.writev(fd, buffers);
    }
    for (ByteBuffer buffer : buffers) {
      if (buffer.hasRemaining()) {
        return tryWrite(fd, buffer);
      }
    }
    return 0;
  }

  /** A shared description blocks; but room for PIPE_BUF bytes is what POLLOUT means. */
  private int tryWrite(int fd, ByteBuffer from) {
    if (!isShared()) {
      return posix.write(fd, from);
    }
    int ready = readyNow(fd);
    if (ready < 0) {
      return ready;
    }
    int limit = from.limit();
    from.limit(Math.min(limit, from.position() + PIPE_BUF));
    try {
      return posix.write(fd, from);
    } finally {
      from.limit(limit);
    }
  }

  /** {@code writer(fifo /run/x)}. */
  @Override
  public String toString() {
    return "writer(" + of() + ")";
  }
}
