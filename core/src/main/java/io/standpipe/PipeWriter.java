package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.io.EndOutputStream;
import io.standpipe.internal.io.InheritedEnds;
import io.standpipe.internal.io.WaitOptions;
import io.standpipe.internal.io.WriteEnd;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.TimedWrites;
import io.standpipe.internal.ready.WriteBuffers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The write end of a pipe, wherever it goes to: {@link Pipe}, {@link Fifo}, a {@link Child}'s
 * input, a descriptor that this process was given.
 *
 * <p>Nothing is buffered here: what a write was given is in the pipe when it returns, and needs no
 * flush. Pieces of at most 4096 bytes (PIPE_BUF) stay whole among the writes of other processes.
 *
 * <p><b>Blocking.</b> A write waits until the pipe has taken everything. It parks: a virtual thread
 * leaves its carrier. It ends early if the pipe has lost its last reader ({@link
 * BrokenPipeException}); at the deadline, if one was given; by {@link #close} from another thread
 * ({@code AsynchronousCloseException}); or by an interrupt, which also closes this end ({@code
 * ClosedByInterruptException}), as {@code java.nio.channels} prescribes. The buffer's position then
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
public final class PipeWriter extends PipeEnd implements GatheringByteChannel {
  static {
    TimedWrites.register(
        PipeWriter.class,
        writer -> (from, deadline) -> writer.end.write(from, WaitOptions.until(deadline)));
    WriteBuffers.register(PipeWriter.class, writer -> writer.end::bufferedBy);
  }

  private final WriteEnd end;

  PipeWriter(WriteEnd end) {
    this.end = end;
  }

  @Override
  WriteEnd end() {
    return end;
  }

  /**
   * The write end that this process was started with as descriptor {@code fd}: what the parent's
   * {@code Command.fd(fd, …)} or a shell's {@code 3>file} put there. The end owns the descriptor
   * from now on, so take it once. Any kind of file will do, not only a pipe.
   *
   * <p>Other processes may share the open file behind it, so its flags are left alone. Closing the
   * end of 0, 1 or 2 puts {@code /dev/null} in its place, because the number must not go to another
   * file while {@code System.out} or {@code System.err} use it.
   *
   * @throws ErrnoException {@code EBADF} if the descriptor is not open
   */
  public static PipeWriter inherited(int fd) throws IOException {
    return inherited(Platform.posix(), fd);
  }

  static PipeWriter inherited(Posix posix, int fd) throws IOException {
    return new PipeWriter(InheritedEnds.writer(posix, fd));
  }

  /**
   * This process's own standard output: {@code inherited(1)}. Text still buffered in {@code
   * System.out} is not included; do not mix the two.
   */
  public static PipeWriter stdout() throws IOException {
    return inherited(1);
  }

  /**
   * This process's own standard output, taken away from everything else in this process: from now
   * on descriptor 1 is a copy of standard error ({@code /dev/null} if that is closed). So a stray
   * print by {@code System.out}, by native code, or by a program that inherits it, does not get
   * into what is written here. This is for good: closing this end does not give it back.
   */
  public static PipeWriter takeStdout() throws IOException {
    return new PipeWriter(InheritedEnds.takeStdout(Platform.posix()));
  }

  /**
   * Writes everything that {@code from} has left; blocks until the pipe has taken it.
   *
   * @return how many bytes that was
   * @throws BrokenPipeException if every read end is closed
   */
  @Override
  public int write(ByteBuffer from) throws IOException {
    return end.write(from, WaitOptions.UNLIMITED);
  }

  /**
   * Writes like {@link #write(ByteBuffer)}, for at most {@code limit}.
   *
   * @throws DeadlineExceededException if the pipe did not take everything in time; the end stays
   *     usable, and {@code from.position()} tells how much it took
   */
  public int write(ByteBuffer from, Duration limit) throws IOException {
    return end.write(from, WaitOptions.within(limit));
  }

  /** Writes a text in UTF-8; blocks until the pipe has taken it. */
  public void write(String text) throws IOException {
    end.write(bytes(text), WaitOptions.UNLIMITED);
  }

  /**
   * Writes a text in UTF-8, for at most {@code limit}.
   *
   * @throws DeadlineExceededException if the pipe did not take everything in time; a part of the
   *     text may have been written
   */
  public void write(String text, Duration limit) throws IOException {
    end.write(bytes(text), WaitOptions.within(limit));
  }

  private static ByteBuffer bytes(String text) {
    requireNonNull(text, "text");
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
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
    return end.write(List.of(from).subList(offset, offset + length), WaitOptions.UNLIMITED);
  }

  /** Writes all of {@code from}, gathered; see {@link #write(ByteBuffer[], int, int)}. */
  @Override
  public long write(ByteBuffer[] from) throws IOException {
    return end.write(List.of(from), WaitOptions.UNLIMITED);
  }

  /**
   * Writes all of {@code from}, gathered, for at most {@code limit}.
   *
   * @throws DeadlineExceededException if the pipe did not take everything in time; the end stays
   *     usable, and the buffers' positions tell how much it took
   */
  public long write(ByteBuffer[] from, Duration limit) throws IOException {
    return end.write(List.of(from), WaitOptions.within(limit));
  }

  /**
   * A view as a stream, unbuffered; closing it closes this end. Writes block as {@link
   * #write(ByteBuffer)} does.
   */
  public OutputStream outputStream() {
    return new EndOutputStream(end);
  }

  /**
   * Whether any process has a read end open. If not, what {@link #queued} bytes are left was not
   * read, and the next write fails; a reader that comes later, as to a fifo, may still change that.
   * Does not block.
   */
  public boolean hasReader() throws IOException {
    return end.hasReader();
  }

  /** Bytes written by any process that have not been read yet. */
  public int queued() throws IOException {
    return end.queued();
  }
}
