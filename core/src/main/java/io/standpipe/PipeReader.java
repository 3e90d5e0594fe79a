package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.io.ChannelEnds;
import io.standpipe.internal.io.Drain;
import io.standpipe.internal.io.EndInputStream;
import io.standpipe.internal.io.InheritedEnds;
import io.standpipe.internal.io.ReadEnd;
import io.standpipe.internal.io.Tee;
import io.standpipe.internal.io.Transfer;
import io.standpipe.internal.io.WaitOptions;
import io.standpipe.internal.io.WriteEnd;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.TimedReads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The read end of a pipe, wherever it comes from: {@link Pipe}, {@link Fifo}, a {@link Child}'s
 * output, a descriptor that this process was given.
 *
 * <p>A pipe is a stream of bytes and keeps no message boundaries: what was written in two pieces
 * may arrive in one, and the other way round.
 *
 * <p><b>Blocking.</b> A read waits until at least one byte is there or every write end is closed.
 * It parks: a virtual thread leaves its carrier. It ends early at the deadline, if one was given;
 * by {@link #close} from another thread ({@code AsynchronousCloseException}); or by an interrupt,
 * which also closes this end ({@code ClosedByInterruptException}), as {@code java.nio.channels}
 * prescribes. If recent waits were short, the thread tries for 50 µs before it parks (100 µs on a
 * terminal), but a virtual thread does so only while no other thread needs its carrier.
 *
 * <p><b>Messages.</b> {@code Framing.lines().reader(reader)} reads lines, and {@link
 * io.standpipe.framing.Framing} knows other kinds of messages.
 *
 * <p><b>The far side.</b> Once every read end is closed, a writer gets {@link BrokenPipeException},
 * or SIGPIPE if it is a program that did not ask otherwise.
 *
 * <p><b>Threads.</b> Safe; reads of several threads take turns, and each byte reaches one of them.
 */
public final class PipeReader extends PipeEnd implements ReadableByteChannel {
  static {
    ChannelEnds.register(PipeReader.class, PipeReader::end);
    TimedReads.register(
        PipeReader.class,
        reader -> (into, deadline) -> reader.end.read(into, WaitOptions.until(deadline)));
  }

  private final ReadEnd end;

  PipeReader(ReadEnd end) {
    this.end = end;
  }

  @Override
  ReadEnd end() {
    return end;
  }

  /**
   * The read end that this process was started with as descriptor {@code fd}: what the parent's
   * {@code Command.fd(fd, …)} or a shell's {@code 3<file} put there. The end owns the descriptor
   * from now on, so take it once. Any kind of file will do, not only a pipe.
   *
   * <p>Other processes may share the open file behind it, so its flags are left alone. Closing the
   * end of 0, 1 or 2 puts {@code /dev/null} in its place, because the number must not go to another
   * file while {@code System.in} or {@code System.out} use it.
   *
   * @throws ErrnoException {@code EBADF} if the descriptor is not open
   */
  public static PipeReader inherited(int fd) throws IOException {
    return inherited(Platform.posix(), fd);
  }

  static PipeReader inherited(Posix posix, int fd) throws IOException {
    return new PipeReader(InheritedEnds.reader(posix, fd));
  }

  /** This process's own standard input: {@code inherited(0)}. Do not mix with {@code System.in}. */
  public static PipeReader stdin() throws IOException {
    return inherited(0);
  }

  /**
   * This process's own standard input, taken away from everything else in this process: from now on
   * {@code System.in}, and programs that inherit descriptor 0, find only the end of the stream
   * there. This is for good: closing this end does not give it back.
   */
  public static PipeReader takeStdin() throws IOException {
    return new PipeReader(InheritedEnds.takeStdin(Platform.posix()));
  }

  /**
   * Reads at least one byte and at most {@code into.remaining()}; blocks until then. If a lot is
   * there it reads on until the buffer is full or the pipe empty. The memory of a direct buffer
   * must not be released ({@code Arena.close}) before this has returned.
   *
   * @return how many bytes; −1 when every write end is closed and nothing is left; 0 only if {@code
   *     into} has no room
   */
  @Override
  public int read(ByteBuffer into) throws IOException {
    return end.read(into, WaitOptions.UNLIMITED);
  }

  /**
   * Reads like {@link #read(ByteBuffer)}, for at most {@code limit}.
   *
   * @throws DeadlineExceededException if nothing came in time; the end stays usable
   */
  public int read(ByteBuffer into, Duration limit) throws IOException {
    return end.read(into, WaitOptions.within(limit));
  }

  /** Everything up to the end of the stream, in memory. Blocks until then. */
  public byte[] readAllBytes() throws IOException {
    return end.readAll(WaitOptions.UNLIMITED);
  }

  /**
   * Everything up to the end of the stream, in memory. Blocks for at most {@code limit} altogether.
   *
   * @throws DeadlineExceededException if the end did not come in time; its {@code received()} and
   *     {@code captured().stdout()} are what came, and the end stays usable
   */
  public byte[] readAllBytes(Duration limit) throws IOException {
    return end.readAll(WaitOptions.within(limit));
  }

  /**
   * Moves everything up to the end of the stream to {@code to}, which stays open. Blocks in turn
   * for bytes here and for room there; a close of either end wakes it from both. From pipe to pipe
   * a page or more is not copied: the kernel hands it over ({@code splice}).
   *
   * @return bytes moved
   * @throws BrokenPipeException if the far pipe has lost its last reader; bytes may then be lost
   */
  public long transferTo(PipeWriter to) throws IOException {
    requireNonNull(to, "to");
    return new Transfer(end, to.end(), Deadline.NEVER).run();
  }

  /**
   * Moves everything like {@link #transferTo(PipeWriter)}, for at most {@code limit} altogether.
   *
   * @throws DeadlineExceededException if the end did not come in time. Both ends stay usable; at
   *     most 64 KiB that were read here and not yet written there are lost
   */
  public long transferTo(PipeWriter to, Duration limit) throws IOException {
    requireNonNull(to, "to");
    return new Transfer(end, to.end(), Deadline.after(limit)).run();
  }

  /**
   * Moves everything up to the end of the stream to {@code first} and to each of {@code others},
   * which stay open: {@code tee}. Blocks in turn for bytes here and for room there, so the slowest
   * sets the pace; a close of any of them wakes it. From pipe to pipes nothing is copied ({@code
   * tee}, {@code splice}).
   *
   * <p>A writer whose readers have all gone is left out; the others still get everything. No other
   * process may read from this pipe meanwhile: what it takes, none of these gets.
   *
   * @return bytes moved
   * @throws BrokenPipeException if no reader is left at any of them
   */
  public long transferTo(PipeWriter first, PipeWriter... others) throws IOException {
    requireNonNull(first, "first");
    requireNonNull(others, "others");
    return tee(Stream.concat(Stream.of(first), Stream.of(others)).toList(), Deadline.NEVER);
  }

  /**
   * Moves everything to each of {@code to}, like {@link #transferTo(PipeWriter, PipeWriter...)},
   * for at most {@code limit} altogether.
   *
   * @throws DeadlineExceededException if the end did not come in time; some of the writers may then
   *     have got up to 64 KiB more than others
   */
  public long transferTo(Collection<PipeWriter> to, Duration limit) throws IOException {
    if (to.isEmpty()) {
      throw new IllegalArgumentException("at least one writer expected: " + to);
    }
    return tee(List.copyOf(to), Deadline.after(limit));
  }

  private long tee(List<PipeWriter> to, Deadline deadline) throws IOException {
    List<WriteEnd> ends = to.stream().map(PipeWriter::end).toList();
    return new Tee(end, ends, deadline).run();
  }

  /**
   * Closes this end, as {@link #close} does, and leaves the other side unharmed: what it still
   * writes is read and dropped until the end of the stream, so it neither waits for room nor dies
   * of SIGPIPE. This takes one descriptor and a parked virtual thread until then. Does not block;
   * does nothing if this end is closed already.
   *
   * @throws ErrnoException {@code EMFILE} if there is no descriptor left; this end stays open then
   */
  public void drain() throws ErrnoException {
    try {
      Drain.instead(end);
    } catch (ClosedChannelException e) {
      // There is nothing left to read for.
    }
  }

  /**
   * A view as a stream; closing it closes this end. Reads block as {@link #read(ByteBuffer)} does.
   * {@code available()} is what lies in the pipe.
   */
  public InputStream inputStream() {
    return new EndInputStream(end);
  }

  /** Bytes that can be read now without waiting; 0 if the file is of a kind that does not tell. */
  public int available() throws IOException {
    return end.available();
  }
}
