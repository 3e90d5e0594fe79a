package io.standpipe.framing;

import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.MemoryShortage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One channel of a {@link MergedReader}.
 *
 * <p>Only one thread at a time may use the decoder: the thread that reads the channel, from {@link
 * #startReading} until it puts this source into the queue; after that the thread of the merged
 * reader, which has taken it from there. The queue makes the writes of the first visible to the
 * second. The thread that reads puts the source there whatever happens, because otherwise the
 * merged reader would wait for ever.
 */
final class MergedSource implements Closeable {
  private final ReadableByteChannel channel;
  private final FrameDecoder decoder;
  private final Queue<MergedSource> arrived;
  private @Nullable Throwable failure;

  MergedSource(FrameDecoder decoder, ReadableByteChannel channel, Queue<MergedSource> arrived) {
    this.decoder = decoder;
    this.channel = channel;
    this.arrived = arrived;
  }

  /** Reads the channel once on a virtual thread, which then puts this source into the queue. */
  void startReading() {
    boolean wasOpen = channel.isOpen();
    Thread.ofVirtual().name("standpipe-merged").start(() -> read(wasOpen));
  }

  /**
   * If the channel was open when the merged reader began to wait, its close is an asynchronous one
   * for that reader, even if it comes before this thread has begun to read.
   */
  private void read(boolean wasOpen) {
    try {
      decoder.readFrom((into, deadline) -> channel.read(into), Deadline.NEVER);
    } catch (ClosedChannelException e) {
      boolean exact = !wasOpen || e instanceof AsynchronousCloseException;
      failure = exact ? e : new AsynchronousCloseException().initCause(e);
    } catch (Throwable t) { // an Error too: it is for the thread that waits
      failure = t;
    } finally {
      MemoryShortage.outlast(() -> arrived.add(this)); // the thread that reads waits for it
    }
  }

  /** The next message of those that were read; null if there is none. */
  @Nullable Frame next() throws IOException {
    Frame frame = decoder.next();
    Throwable why = failure;
    if (frame == null && why != null && !decoder.hasEnded()) {
      decoder.end();
      failure = null;
      switch (why) {
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        default -> throw new IllegalStateException("read " + channel, why);
      }
    }
    return frame;
  }

  boolean hasEnded() {
    return decoder.hasEnded();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return decoder + " from " + channel;
  }
}
