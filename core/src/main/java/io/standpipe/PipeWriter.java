package io.standpipe;

import static io.standpipe.internal.posix.Constants.PIPE_BUF;
import static io.standpipe.internal.posix.Constants.POLLHUP;
import static io.standpipe.internal.posix.Constants.POLLOUT;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.framing.FrameWriter;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.ReadinessWait;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.InterruptibleChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The write end of a pipe, wherever it goes to: {@link Pipe}, {@link Fifo}, a {@link Child}'s
 * input, a descriptor that this process was given.
 *
 * <p>Nothing is buffered here: what a write was given is in the pipe when it returns, and needs no
 * flush. Pieces of at most 4096 bytes (PIPE_BUF) stay whole among the writes of other processes.
 *
 * <p><b>Blocking.</b> A write waits until the pipe has taken everything. It parks: a virtual thread
 * leaves its carrier. It ends early when nobody reads any more ({@link BrokenPipeException}); by
 * the deadline, if one was given; by {@link #close} from another thread ({@code
 * AsynchronousCloseException}); by an interrupt, which also closes this end ({@code
 * ClosedByInterruptException}), as {@code java.nio.channels} has it. The buffer's position then
 * tells how much the pipe took.
 *
 * <p><b>Text.</b> {@link #write(String)}; or {@code Channels.newWriter(writer, UTF_8)}, which
 * buffers: flush it.
 *
 * <p><b>The far side.</b> The reader sees the end of the stream once every write end is closed, in
 * every process that holds one.
 *
 * <p><b>Threads.</b> Safe; writes of several threads take turns, each whole.
 */
public final class PipeWriter
    implements GatheringByteChannel, InterruptibleChannel, FrameWriter.Target {
  final End end;

  /** Whether it is our side of a pseudo-terminal, which takes bytes that nobody will read. */
  private final boolean terminal;

  private PipeWriter(End end) {
    this(end, false);
  }

  private PipeWriter(End end, boolean terminal) {
    this.end = end;
    this.terminal = terminal;
  }

  /** For a description that this process alone uses; it becomes non-blocking. */
  static PipeWriter own(Posix posix, int number, String what) throws ErrnoException {
    return own(Descriptor.own(posix, number), what);
  }

  /** The same for one that has an owner. */
  static PipeWriter own(Descriptor descriptor, String what) throws ErrnoException {
    ReadinessWait watch = ReadinessWait.forWriting(End.exclusive(descriptor));
    return new PipeWriter(new End(watch, what, true));
  }

  /** For our side of a pseudo-terminal. */
  static PipeWriter terminal(Descriptor descriptor, String what) throws ErrnoException {
    ReadinessWait watch = ReadinessWait.forWriting(End.exclusive(descriptor));
    return new PipeWriter(End.ofTerminal(watch, what), true);
  }

  /**
   * The write end that this process was started with as descriptor {@code fd}: what the parent's
   * {@code Command.fd(fd, …)} or a shell's {@code 3>file} put there. The end owns the descriptor
   * from now on; take it once. Any kind of file serves, not only a pipe.
   *
   * <p>Other processes may share the open file behind it, so its flags are left alone. Closing the
   * end of 0, 1 or 2 puts {@code /dev/null} in its place: the number must not go to some other file
   * while {@code System.out} or {@code System.err} use it.
   *
   * @throws ErrnoException {@code EBADF} if the descriptor is not open
   */
  public static PipeWriter inherited(int fd) throws IOException {
    return inherited(Posix.system(), fd);
  }

  static PipeWriter inherited(Posix posix, int fd) throws IOException {
    InheritedDescriptor taken = InheritedDescriptor.take(posix, fd, false);
    var end =
        new End(
            ReadinessWait.forWriting(taken.descriptor()),
            StandardDescriptors.nameOf(fd),
            taken.exclusive());
    Stdio.taken(fd, end);
    return new PipeWriter(end);
  }

  /**
   * This process's own standard output: {@code inherited(1)}. Text still held back in {@code
   * System.out} is not included; do not mix the two.
   */
  public static PipeWriter stdout() throws IOException {
    return inherited(1);
  }

  @Override
  public void collectedBy(FrameWriter writer) {
    end.collectedBy(writer);
  }

  /**
   * Why nobody reads, for a thread that has waited here in vain; see {@link PipeReader#diagnose}.
   */
  public Optional<Diagnosis> diagnose() {
    return end.diagnose();
  }

  /**
   * The same, taken away from everything else in this process: from now on descriptor 1 is a copy
   * of standard error ({@code /dev/null} where that is closed). So a stray print by {@code
   * System.out}, by native code, or by a program that inherits it, does not get into what is
   * written here. For good: closing this end does not give it back.
   */
  public static PipeWriter takeStdout() throws IOException {
    InheritedDescriptor taken = InheritedDescriptor.takeAway(Posix.system(), 1, false);
    return new PipeWriter(
        new End(
            ReadinessWait.forWriting(taken.descriptor()),
            StandardDescriptors.nameOf(1),
            taken.exclusive()));
  }

  /**
   * Writes everything that {@code from} has left; blocks until the pipe has taken it.
   *
   * @return how many bytes that was
   * @throws BrokenPipeException when every read end is closed
   */
  @Override
  public int write(ByteBuffer from) throws IOException {
    return write(from, WaitOptions.UNLIMITED);
  }

  /**
   * The same with a limit: {@link DeadlineExceededException} when it passes first. The end stays
   * usable; {@code from.position()} tells how much the pipe took.
   */
  public int write(ByteBuffer from, Duration limit) throws IOException {
    return write(from, WaitOptions.within(limit));
  }

  /** Writes a text in UTF-8; blocks until the pipe has taken it. */
  public void write(String text) throws IOException {
    write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  int write(ByteBuffer from, WaitOptions terms) throws IOException {
    int length = from.remaining();
    writeAll(from::remaining, fd -> tryWrite(fd, from), terms);
    return length;
  }

  /**
   * Writes several buffers one after the other, gathered: a header and a body go in one call, and
   * stay whole together up to 4096 bytes. Blocks as {@link #write(ByteBuffer)} does.
   *
   * @return how many bytes that was
   */
  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, from.length);
    List<ByteBuffer> buffers = List.of(from).subList(offset, offset + length);
    long bytes = remaining(buffers);
    writeAll(() -> remaining(buffers), fd -> tryGather(fd, buffers), WaitOptions.UNLIMITED);
    return bytes;
  }

  /** All of them, gathered. */
  @Override
  public long write(ByteBuffer[] from) throws IOException {
    return write(from, 0, from.length);
  }

  private static long remaining(List<ByteBuffer> buffers) {
    long bytes = 0;
    for (ByteBuffer buffer : buffers) {
      bytes += buffer.remaining();
    }
    return bytes;
  }

  private void writeAll(LongSupplier left, End.Call call, WaitOptions terms) throws IOException {
    end.ensureOpen();
    end.enter(terms, "write to");
    try {
      long length = left.getAsLong();
      while (left.getAsLong() > 0) {
        String state = "it is full, and nobody reads from it";
        int n = end.perform(fd -> attempt(call, fd), terms, "write to", state);
        if (n == -Errno.EPIPE) {
          throw new BrokenPipeException("write to " + end.of, length - left.getAsLong());
        }
        if (n < 0) {
          throw end.failed("write to", -n);
        }
        if (left.getAsLong() > 0) {
          end.checkTime(terms, "write to", "it has not taken everything yet");
        }
      }
    } finally {
      end.leave();
    }
  }

  /** A pipe without readers says so at the write, a terminal has to be asked. */
  private int attempt(End.Call call, int fd) {
    boolean hungUp = terminal && (end.posix.poll(fd, 0, 0) & POLLHUP) != 0;
    return hungUp ? -Errno.EPIPE : call.on(fd);
  }

  private int tryGather(int fd, List<ByteBuffer> buffers) {
    if (end.exclusive) {
      return end.posix.writev(fd, buffers);
    }
    if (remaining(buffers) <= PIPE_BUF) {
      int ready = end.readyNow(fd, POLLOUT); // then there is room for them all
      return ready < 0 ? ready : end.posix.writev(fd, buffers);
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
    if (end.exclusive) {
      return end.posix.write(fd, from);
    }
    int ready = end.readyNow(fd, POLLOUT);
    if (ready < 0) {
      return ready;
    }
    int limit = from.limit();
    from.limit(Math.min(limit, from.position() + PIPE_BUF));
    try {
      return end.posix.write(fd, from);
    } finally {
      from.limit(limit);
    }
  }

  /** A view as a stream, unbuffered; closing it closes this end. Writes block as {@link #write}. */
  public OutputStream outputStream() {
    return new WriterStream(this);
  }

  /**
   * The bytes that the pipe holds when full, asked from the kernel: 64 KiB mostly, less at times.
   */
  public int capacity() throws IOException {
    return end.capacity();
  }

  /**
   * Asks for another capacity; the kernel rounds up to a power of two of pages.
   *
   * @return the capacity it has now, in bytes
   * @throws ErrnoException {@code EPERM} above the user's limit, {@code EBUSY} where more lies in
   *     it
   */
  public int capacity(int bytes) throws IOException {
    return end.capacity(bytes);
  }

  /** Bytes written by anyone that nobody has read yet. */
  public int queued() throws IOException {
    return end.queued();
  }

  @Override
  public boolean isOpen() {
    return end.isOpen();
  }

  /**
   * Closes this end alone, wakes a thread that waits in it, and returns at once. A call that is on
   * its way on another thread holds the end for the microsecond that it takes. Closing again does
   * nothing. What was written stays readable.
   */
  @Override
  public void close() {
    end.close();
  }

  /** {@code writer(fifo /run/x)}: which end of what. */
  @Override
  public String toString() {
    return "writer(" + end.of + ")";
  }
}
