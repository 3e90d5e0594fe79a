package io.standpipe.framing;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages from several channels as they come, for example from a child's standard output and
 * standard error. Messages are whole, never one in the middle of another, and {@link #source} tells
 * the channel of each.
 *
 * {@snippet file="FramingSnippets.java" region="merged"}
 *
 * <p><b>Order.</b> Messages of one channel keep their order. Between channels, the bytes that were
 * read first come first: all messages of one read precede those of a later read. No pipe tells when
 * it was written to, so messages written to two pipes within some tens of microseconds have no
 * order here. (In one pipe, with {@code Redirect.sameAs(1)}, they have an order, but lines may be
 * torn there.)
 *
 * <p><b>Blocking.</b> A read waits for a whole message of any channel. An interrupt ends the wait
 * and loses nothing. From the first read on, each channel is read by a virtual thread of its own,
 * which never reads ahead: it reads again only when the messages of its last read have been
 * returned. So a slow caller slows down the writers, as with a {@link FrameReader}, and bytes do
 * not pile up.
 *
 * <p><b>Threads.</b> For one thread at a time; {@link #close} may come from any.
 */
public final class MergedReader implements Closeable {
  private final List<MergedSource> sources = new ArrayList<>();

  /** The sources whose read has ended, in that order. Each at most once. */
  private final BlockingQueue<MergedSource> arrived = new LinkedBlockingQueue<>();

  /** The source whose messages are being returned; null if the next read must wait for one. */
  private @Nullable MergedSource current;

  private boolean begun;
  private int unfinished;
  private int source;

  /**
   * @param decoders makes a decoder for each channel
   */
  MergedReader(Supplier<FrameDecoder> decoders, ReadableByteChannel... channels) {
    for (ReadableByteChannel channel : channels) {
      sources.add(new MergedSource(decoders.get(), channel, arrived));
    }
    unfinished = sources.size();
  }

  /**
   * The next message, valid until the next read; null when all channels have ended. Blocks without
   * a time limit.
   *
   * @throws FrameException as by {@link FrameReader#read()}; {@link #source} tells whose bytes.
   *     After a recoverable one the next read goes on; any other is thrown again
   * @throws IOException if a channel could not be read; the next read goes on with the others
   * @throws InterruptedException if the thread is interrupted while it waits; nothing is lost
   */
  public @Nullable Frame read() throws IOException, InterruptedException {
    while (!isAtEnd()) {
      Frame frame = next(current != null ? current : arrived.take());
      if (frame != null) {
        return frame;
      }
    }
    return null;
  }

  /**
   * The next message, as {@link #read()} returns it, if it comes within {@code limit}. Any channel
   * will do: the limit applies to this wait, not to a read of a channel.
   *
   * @throws DeadlineExceededException if no whole message has come by then; nothing is lost
   * @throws FrameException as by {@link #read()}
   * @throws IOException as by {@link #read()}
   * @throws InterruptedException as by {@link #read()}
   */
  public @Nullable Frame read(Duration limit) throws IOException, InterruptedException {
    Deadline deadline = Deadline.after(limit);
    while (!isAtEnd()) {
      MergedSource from =
          current != null ? current : arrived.poll(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
      if (from == null) {
        throw new DeadlineExceededException("read " + this, limit, "no whole message has come");
      }
      Frame frame = next(from);
      if (frame != null) {
        return frame;
      }
    }
    return null;
  }

  /** Whether all channels have ended. The first call starts to read them. */
  private boolean isAtEnd() {
    if (!begun) {
      begun = true;
      sources.forEach(MergedSource::startReading);
    }
    return unfinished == 0;
  }

  /** The next message of a source; if it has none now, null, and its channel is read on. */
  private @Nullable Frame next(MergedSource from) throws IOException {
    current = from;
    source = sources.indexOf(from);
    Frame frame = from.next();
    if (frame == null) {
      current = null;
      if (from.hasEnded()) {
        unfinished--;
      } else {
        from.startReading();
      }
    }
    return frame;
  }

  /** The index of the channel that the last message or error came from, in the order given. */
  public int source() {
    return source;
  }

  /**
   * Closes all channels. A read that waits here then throws the exception of their own reads,
   * {@code AsynchronousCloseException}.
   */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (MergedSource each : sources) {
      try {
        each.close();
      } catch (IOException e) {
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public String toString() {
    return sources.toString();
  }
}
