package io.standpipe.framing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages from several channels, a child's standard output and standard error for example,
 * as they come: whole ones, never one in the middle of another, each with its {@link #source}.
 *
 * {@snippet file="FramingSnippets.java" region="merged"}
 *
 * <p><b>Order.</b> Messages of one channel come in theirs. Of two channels, what was read here
 * first comes first: all the messages of one read before those of a later one. No pipe tells when
 * it was written to, so what is written to two of them within the same moment, some tens of
 * microseconds, has no order here. (In one pipe, {@code Redirect.sameAs(1)}, it has, but lines may
 * be torn there.)
 *
 * <p><b>Blocking.</b> A read waits for a whole message of any channel; an interrupt ends the wait
 * and loses nothing. The channels themselves are read by a virtual thread each, from the first read
 * on, and never ahead: only once what they gave is used up. So whoever writes to them is held up by
 * who reads here, as with a {@link FrameReader}, and nothing piles up.
 *
 * <p><b>Threads.</b> For one thread at a time; {@link #close} from any.
 */
public final class MergedReader implements Closeable {
  private final List<MergedSource> sources = new ArrayList<>();

  /** Those whose read has ended, in that order. Each at most once. */
  private final BlockingQueue<MergedSource> arrived = new LinkedBlockingQueue<>();

  /** Whose messages are being given out; null where the next must be waited for. */
  private @Nullable MergedSource current;

  private boolean begun;
  private int unfinished;
  private int source;

  MergedReader(Framing framing, ReadableByteChannel... channels) {
    for (ReadableByteChannel channel : channels) {
      sources.add(new MergedSource(framing, channel, arrived));
    }
    unfinished = sources.size();
  }

  /**
   * The next message, valid until the next read; null when all channels have ended.
   *
   * @throws FrameException as by {@link FrameReader#read}; {@link #source} tells whose bytes. The
   *     next read goes on after a recoverable one; any other is thrown again
   * @throws IOException if a channel could not be read; the next read goes on with the others
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
   * The same within a limit.
   *
   * @throws TimeoutException if no whole message has come by then; nothing is lost
   */
  public @Nullable Frame read(Duration limit)
      throws IOException, InterruptedException, TimeoutException {
    long begin = System.nanoTime();
    while (!isAtEnd()) {
      long left = TimeUnit.NANOSECONDS.convert(limit) - (System.nanoTime() - begin);
      MergedSource from = current != null ? current : arrived.poll(left, TimeUnit.NANOSECONDS);
      if (from == null) {
        throw new TimeoutException("read " + this + ": no whole message within " + limit);
      }
      Frame frame = next(from);
      if (frame != null) {
        return frame;
      }
    }
    return null;
  }

  /** Whether nothing is left; the first to ask has all channels read. */
  private boolean isAtEnd() {
    if (!begun) {
      begun = true;
      sources.forEach(MergedSource::startReading);
    }
    return unfinished == 0;
  }

  /** Its next message; null where it has none now: then it is read on, or done with. */
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

  /** Where the last message, or error, came from: 0 for the first of the channels. */
  public int source() {
    return source;
  }

  /**
   * Closes all channels. A read that waits here ends with what their own reads throw then, {@code
   * AsynchronousCloseException}.
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
