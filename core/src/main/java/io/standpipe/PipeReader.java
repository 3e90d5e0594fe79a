package io.standpipe;

import static io.standpipe.internal.posix.Constants.POLLIN;
import static java.util.Objects.requireNonNull;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.StagingPipe;
import io.standpipe.internal.ready.ReadinessWait;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.InterruptibleChannel;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The read end of a pipe, wherever it comes from: {@link Pipe}, {@link Fifo}, a {@link Child}'s
 * output, a descriptor that this process was given.
 *
 * <p>A pipe is a stream of bytes and keeps no message boundaries: what was written in two pieces
 * may arrive in one, and the other way round.
 *
 * <p><b>Blocking.</b> A read waits until at least one byte is there or every write end is closed.
 * It parks: a virtual thread leaves its carrier. It ends early by the deadline, if one was given;
 * by {@link #close} from another thread ({@code AsynchronousCloseException}); by an interrupt,
 * which also closes this end ({@code ClosedByInterruptException}), as {@code java.nio.channels} has
 * it. Where the last waits were short it tries for 50 µs before it parks (100 µs on a terminal),
 * but no virtual thread does so while others that could go on here want its carrier.
 *
 * <p><b>Messages.</b> {@code Framing.lines().reader(reader)} reads lines, and {@link
 * io.standpipe.framing.Framing} knows other kinds of messages.
 *
 * <p><b>The far side.</b> Once every read end is closed, a writer gets {@link BrokenPipeException},
 * or SIGPIPE if it is a program that did not ask otherwise.
 *
 * <p><b>Threads.</b> Safe; reads of several threads take turns, and each byte reaches one of them.
 */
public final class PipeReader implements ReadableByteChannel, InterruptibleChannel {
  private static final int CHUNK = 64 * 1024;

  /** A read that brought a page or more comes from a writer that is at it: there may be more. */
  private static final int BULK = 4096;

  /** For smaller buffers the second call costs more than the wait for the pipe's lock. */
  private static final int STAGED_ROOM = 32 * 1024;

  final End end;

  /** Reading on has met the end of the stream: for the next read to tell. Under the end's turn. */
  private boolean endSeen;

  /**
   * The last read filled its buffer before the pipe was empty, so somebody writes at the same time.
   * Under the end's turn.
   */
  private boolean contended;

  private PipeReader(End end) {
    this.end = end;
  }

  /** For a description that this process alone uses; it becomes non-blocking. */
  static PipeReader own(Posix posix, int number, String what) throws ErrnoException {
    return own(Descriptor.own(posix, number), what);
  }

  /** The same for one that has an owner. */
  static PipeReader own(Descriptor descriptor, String what) throws ErrnoException {
    ReadinessWait watch = ReadinessWait.forReading(End.exclusive(descriptor));
    return new PipeReader(new End(watch, what, true));
  }

  /** For our side of a pseudo-terminal. */
  static PipeReader terminal(Descriptor descriptor, String what) throws ErrnoException {
    return new PipeReader(
        End.ofTerminal(ReadinessWait.forReading(End.exclusive(descriptor)), what));
  }

  /**
   * The read end that this process was started with as descriptor {@code fd}: what the parent's
   * {@code Command.fd(fd, …)} or a shell's {@code 3<file} put there. The end owns the descriptor
   * from now on; take it once. Any kind of file serves, not only a pipe.
   *
   * <p>Other processes may share the open file behind it, so its flags are left alone. Closing the
   * end of 0, 1 or 2 puts {@code /dev/null} in its place: the number must not go to some other file
   * while {@code System.in} or {@code System.out} use it.
   *
   * @throws ErrnoException {@code EBADF} if the descriptor is not open
   */
  public static PipeReader inherited(int fd) throws IOException {
    return inherited(Posix.system(), fd);
  }

  static PipeReader inherited(Posix posix, int fd) throws IOException {
    InheritedDescriptor taken = InheritedDescriptor.take(posix, fd, true);
    var end =
        new End(
            ReadinessWait.forReading(taken.descriptor()),
            StandardDescriptors.nameOf(fd),
            taken.exclusive());
    Stdio.taken(fd, end);
    return new PipeReader(end);
  }

  /** This process's own standard input: {@code inherited(0)}. Do not mix with {@code System.in}. */
  public static PipeReader stdin() throws IOException {
    return inherited(0);
  }

  /**
   * The same, taken away from everything else in this process: from now on {@code System.in}, and
   * programs that inherit descriptor 0, find nothing but the end there. For good: closing this end
   * does not give it back.
   */
  public static PipeReader takeStdin() throws IOException {
    InheritedDescriptor taken = InheritedDescriptor.takeAway(Posix.system(), 0, true);
    return new PipeReader(
        new End(
            ReadinessWait.forReading(taken.descriptor()),
            StandardDescriptors.nameOf(0),
            taken.exclusive()));
  }

  /**
   * Reads at least one byte, at most {@code into.remaining()}; blocks until then. Where a lot is
   * there it reads on until the buffer is full or the pipe empty. The memory of a direct buffer
   * must not be given back ({@code Arena.close}) before this has returned.
   *
   * @return how many bytes, −1 when every write end is closed and nothing is left; 0 only where
   *     {@code into} has no room
   */
  @Override
  public int read(ByteBuffer into) throws IOException {
    return read(into, WaitOptions.UNLIMITED);
  }

  /**
   * The same with a limit: {@link DeadlineExceededException} when it passes with nothing read. The
   * end stays usable.
   */
  public int read(ByteBuffer into, Duration limit) throws IOException {
    return read(into, WaitOptions.within(limit));
  }

  int read(ByteBuffer into, WaitOptions terms) throws IOException {
    end.ensureOpen();
    end.enter(terms, "read from");
    try {
      return into.hasRemaining() ? readSome(into, terms) : 0;
    } finally {
      end.leave();
    }
  }

  private int readSome(ByteBuffer into, WaitOptions terms) throws IOException {
    if (endSeen) {
      endSeen = false;
      return -1;
    }
    String state = "it is empty, and a writer is still there";
    int room = into.remaining();
    int n = told(end.perform(fd -> tryRead(fd, into), terms, "read from", state));
    int more = n;
    while (more >= BULK && into.hasRemaining()) {
      more = end.uninterrupted(fd -> tryRead(fd, into));
      n += Math.max(more, 0); // an error it says again at the next read
    }
    contended = more >= BULK && room >= STAGED_ROOM && StagingPipe.isOfUse() && end.isPipe();
    // The end it may not say again: the next writer of a fifo starts another stream, and a terminal
    // goes on after its Ctrl-D.
    endSeen = more == 0;
    return n;
  }

  /** Reads without waiting: 0 when there is nothing now, −1 at the end of the stream. */
  int readNow(ByteBuffer into) throws IOException {
    int n = end.uninterrupted(fd -> tryRead(fd, into));
    return n == -Errno.EAGAIN ? 0 : told(n);
  }

  /** What a result of read means: how many bytes, −1 at the end of the stream. */
  private int told(int n) throws IOException {
    // A terminal whose other side has gone says EIO; to the reader that is the end.
    if (n == 0 || (n == -Errno.EIO && end.isCharacterDevice())) {
      return -1;
    }
    if (n < 0) {
      throw end.failed("read from", -n);
    }
    return n;
  }

  /**
   * Waits until {@link #readNow} would find something. For an owner that reads by itself, one
   * thread.
   */
  void awaitReadable() throws IOException {
    int ready = end.perform(this::pollNow, WaitOptions.UNLIMITED, "read from", "");
    if (ready < 0) {
      throw end.failed("wait to read from", -ready);
    }
  }

  /** Waits until bytes lie in the pipe: how many, 0 at the end of the stream. */
  int awaitBytes(WaitOptions terms) throws IOException {
    end.ensureOpen();
    end.enter(terms, "read from");
    try {
      if (endSeen) {
        endSeen = false;
        return 0;
      }
      int n = end.perform(this::bytesNow, terms, "read from", "");
      if (n < 0) {
        throw end.failed("read from", -n);
      }
      return n;
    } finally {
      end.leave();
    }
  }

  /** How many bytes are there; 0 only where no writer is left either. */
  private int bytesNow(int fd) {
    int there = end.posix.fionread(fd);
    if (there != 0) {
      return there;
    }
    int ready = end.posix.poll(fd, POLLIN, 0);
    boolean ended = ready > 0 && (ready & POLLIN) == 0;
    return ended ? 0 : ready < 0 ? ready : -Errno.EAGAIN;
  }

  private int pollNow(int fd) {
    int ready = end.posix.poll(fd, POLLIN, 0);
    return ready == 0 ? -Errno.EAGAIN : ready;
  }

  private int tryRead(int fd, ByteBuffer into) {
    int ready = end.readyNow(fd, POLLIN);
    if (ready < 0) {
      return ready;
    }
    return contended ? StagingPipe.read(end.posix, fd, into) : end.posix.read(fd, into);
  }

  /**
   * Why nothing comes, for a thread that has waited here in vain: it counts as one that still does.
   * A read that runs out of time asks by itself, see {@link DeadlineExceededException#diagnosis};
   * this is for those who keep the time themselves. Blocks for two seconds at most; empty where the
   * doctor took longer, or failed.
   */
  public Optional<Diagnosis> diagnose() {
    return end.diagnose();
  }

  /** Everything up to the end of the stream, in memory. Blocks until then. */
  public byte[] readAllBytes() throws IOException {
    var all = new ByteArrayOutputStream();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    while (read(chunk) >= 0) {
      all.write(chunk.array(), 0, chunk.position());
      chunk.clear();
    }
    return all.toByteArray();
  }

  /**
   * Moves everything up to the end of the stream to {@code to}, which stays open. Blocks in turn
   * for bytes here and for room there; a close of either end wakes it from both. From pipe to pipe
   * a page or more is not copied: the kernel hands it over ({@code splice}).
   *
   * @return bytes moved
   * @throws BrokenPipeException when nobody reads there any more; bytes may then be lost
   */
  public long transferTo(PipeWriter to) throws IOException {
    requireNonNull(to, "to");
    return new Transfer(this, to).run();
  }

  /**
   * Moves everything up to the end of the stream to {@code first} and to each of {@code others},
   * which stay open: {@code tee}. Blocks in turn for bytes here and for room there, so the slowest
   * sets the pace; a close of any of them wakes it. From pipe to pipes nothing is copied ({@code
   * tee}, {@code splice}).
   *
   * <p>One whose readers have all gone has had enough; the others still get everything. Nobody else
   * may read from this pipe meanwhile: what another process takes, none of these gets.
   *
   * @return bytes moved
   * @throws BrokenPipeException when no reader is left at any of them
   */
  public long transferTo(PipeWriter first, PipeWriter... others) throws IOException {
    requireNonNull(first, "first");
    requireNonNull(others, "others");
    List<PipeWriter> all = new ArrayList<>(List.of(others));
    all.addFirst(first);
    return new Tee(this, all).run();
  }

  /**
   * A view as a stream; closing it closes this end. Reads block as {@link #read(ByteBuffer)} does.
   * {@code available()} is what lies in the pipe.
   */
  public InputStream inputStream() {
    return new ReaderStream(this);
  }

  /** Bytes that can be read now without waiting, 0 where the file is of a kind that cannot tell. */
  public int available() throws IOException {
    end.ensureOpen();
    return Math.max(end.call(end.posix::fionread), 0);
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

  @Override
  public boolean isOpen() {
    return end.isOpen();
  }

  /**
   * Closes this end alone, wakes a thread that waits in it, and returns at once. A call that is on
   * its way on another thread holds the end for the microsecond that it takes. Closing again does
   * nothing. What lies unread is lost once no read end is left.
   */
  @Override
  public void close() {
    end.close();
  }

  /** {@code reader(fifo /run/x)}: which end of what. */
  @Override
  public String toString() {
    return "reader(" + end.of + ")";
  }
}
