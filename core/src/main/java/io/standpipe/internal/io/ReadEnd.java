package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.F_DUPFD_CLOEXEC;
import static io.standpipe.internal.posix.Constants.POLLIN;

import io.standpipe.error.CapturedOutput;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.StagingPipe;
import io.standpipe.internal.ready.PipeSpinPolicy;
import io.standpipe.internal.ready.ReadinessWait;
import io.standpipe.internal.ready.SpinPolicy;
import io.standpipe.internal.ready.TerminalSpinPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** The read end of a pipe, fifo or terminal. What each operation promises: {@code PipeReader}. */
public final class ReadEnd extends End {
  private static final String READ = "read from";
  private static final int CHUNK = 64 * 1024;

  /** A read that returned a page or more comes from a writer at work: there may be more. */
  private static final int BULK = 4096;

  /** For smaller buffers the second call costs more than waiting for the pipe's lock. */
  private static final int STAGED_ROOM = 32 * 1024;

  /** Reading on has met the end of the stream: the next read reports it. Guarded by the turn. */
  private boolean endSeen;

  /**
   * The last read filled its buffer before the pipe was empty, so a process writes at the same
   * time. Guarded by the turn.
   */
  private boolean contended;

  private ReadEnd(Descriptor descriptor, String of, Description kind, SpinPolicy spinning) {
    super(ReadinessWait.forReading(descriptor), of, kind, spinning);
  }

  /** For a description that this process alone uses; it becomes non-blocking. */
  public static ReadEnd own(Descriptor descriptor, String of) throws ErrnoException {
    return new ReadEnd(
        nonBlocking(descriptor), of, Description.OWN, new PipeSpinPolicy(descriptor.posix()));
  }

  /** For our side of a pseudo-terminal. */
  static ReadEnd ofTerminal(Descriptor descriptor, String of) throws ErrnoException {
    return new ReadEnd(
        nonBlocking(descriptor), of, Description.OWN, new TerminalSpinPolicy(descriptor.posix()));
  }

  /** For a descriptor that this process was started with. */
  static ReadEnd inherited(Descriptor descriptor, Description description, String of) {
    return new ReadEnd(descriptor, of, description, new PipeSpinPolicy(descriptor.posix()));
  }

  /** Another descriptor for the same open file. What one end reads, the other does not get. */
  ReadEnd duplicate() throws ErrnoException, ClosedChannelException {
    int fd = call(number -> posix.fcntl(number, F_DUPFD_CLOEXEC, 0));
    if (fd == -Errno.EBADF) {
      throw new ClosedChannelException();
    }
    if (fd < 0) {
      throw new ErrnoException("duplicate " + this, -fd);
    }
    return new ReadEnd(
        Descriptor.own(posix, fd),
        of(),
        isShared() ? Description.SHARED : Description.OWN,
        isCharacterDevice() ? new TerminalSpinPolicy(posix) : new PipeSpinPolicy(posix));
  }

  /** Reads at least one byte, waiting for it: how many, −1 at the end of the stream. */
  public int read(ByteBuffer into, WaitOptions options) throws IOException {
    ensureOpen();
    enter(options, READ);
    try {
      return into.hasRemaining() ? readSome(into, options) : 0;
    } finally {
      leave();
    }
  }

  private int readSome(ByteBuffer into, WaitOptions options) throws IOException {
    if (endSeen) {
      endSeen = false;
      return -1;
    }
    String state = "it is empty, and a writer is still there";
    int room = into.remaining();
    int n = result(perform(fd -> tryRead(fd, into), options, READ, state));
    int more = n;
    while (more >= BULK && into.hasRemaining()) {
      more = uninterrupted(fd -> tryRead(fd, into));
      n += Math.max(more, 0); // the next read meets an error again
    }
    contended = more >= BULK && room >= STAGED_ROOM && StagingPipe.isWorthwhile() && isPipe();
    // The kernel may not report the end again: the next writer of a fifo starts another stream, and
    // a terminal goes on after its Ctrl-D.
    endSeen = more == 0;
    return n;
  }

  /** Reads without waiting: 0 when there is nothing now, −1 at the end of the stream. */
  int readNow(ByteBuffer into) throws IOException {
    int n = uninterrupted(fd -> tryRead(fd, into));
    return n == -Errno.EAGAIN ? 0 : result(n);
  }

  /** What a result of read means: how many bytes, −1 at the end of the stream. */
  private int result(int n) throws IOException {
    // A terminal whose other side has gone returns EIO; to the reader that is the end.
    if (n == 0 || (n == -Errno.EIO && isCharacterDevice())) {
      return -1;
    }
    if (n < 0) {
      throw failed(READ, -n);
    }
    return n;
  }

  /** Waits until {@link #readNow} would find something. For an owner with a single thread. */
  void awaitReadable() throws IOException {
    int ready = perform(this::pollNow, WaitOptions.UNLIMITED, READ, "");
    if (ready < 0) {
      throw failed("wait to read from", -ready);
    }
  }

  /** Waits until bytes lie in the pipe: how many, 0 at the end of the stream. */
  int awaitBytes(WaitOptions options) throws IOException {
    ensureOpen();
    enter(options, READ);
    try {
      if (endSeen) {
        endSeen = false;
        return 0;
      }
      int n = perform(this::bytesNow, options, READ, "it is empty, and a writer is still there");
      if (n < 0) {
        throw failed(READ, -n);
      }
      return n;
    } finally {
      leave();
    }
  }

  /** How many bytes are there; 0 only where no writer is left either. */
  private int bytesNow(int fd) {
    int there = posix.fionread(fd);
    if (there != 0) {
      return there;
    }
    int ready = posix.poll(fd, POLLIN, 0);
    boolean ended = ready > 0 && (ready & POLLIN) == 0;
    return ended ? 0 : ready < 0 ? ready : -Errno.EAGAIN;
  }

  private int pollNow(int fd) {
    int ready = posix.poll(fd, POLLIN, 0);
    return ready == 0 ? -Errno.EAGAIN : ready;
  }

  private int tryRead(int fd, ByteBuffer into) {
    int ready = readyNow(fd);
    if (ready < 0) {
      return ready;
    }
    return contended ? StagingPipe.read(posix, fd, into) : posix.read(fd, into);
  }

  /** Everything up to the end of the stream, in memory. */
  public byte[] readAll(WaitOptions options) throws IOException {
    var all = new ByteArrayOutputStream();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    try {
      while (read(chunk, options) >= 0) {
        all.write(chunk.array(), 0, chunk.position());
        chunk.clear();
      }
    } catch (DeadlineExceededException e) {
      throw late(e, all.toByteArray());
    }
    return all.toByteArray();
  }

  /** Adds to the exception what came before: it was read, so no other call can get it. */
  private DeadlineExceededException late(DeadlineExceededException e, byte[] came) {
    var captured = new CapturedOutput(came, false, new byte[0], true);
    var late =
        new DeadlineExceededException(
            READ + " " + of(), e.limit(), e.state(), e.diagnosis(), captured);
    late.setStackTrace(e.getStackTrace());
    return late;
  }

  /** Bytes that can be read now without waiting, 0 where this kind of file does not tell. */
  public int available() throws IOException {
    ensureOpen();
    return Math.max(call(posix::fionread), 0);
  }

  /** {@code reader(fifo /run/x)}. */
  @Override
  public String toString() {
    return "reader(" + of() + ")";
  }
}
