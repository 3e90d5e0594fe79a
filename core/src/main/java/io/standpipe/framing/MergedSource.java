package io.standpipe.framing;

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
 * <p>The decoder belongs to whoever may use it now: to the thread that reads, from {@link
 * #startReading} until it puts this source into the queue; else to the merged reader, which has
 * taken it from there. The queue makes what the one has written visible to the other. A thread that
 * reads puts it there whatever happens, or the reader would wait for ever.
 */
final class MergedSource implements Closeable {
  private final ReadableByteChannel channel;
  private final FrameDecoder decoder;
  private final Queue<MergedSource> arrived;
  private @Nullable Throwable failure;

  MergedSource(Framing framing, ReadableByteChannel channel, Queue<MergedSource> arrived) {
    this.channel = channel;
    this.decoder = framing.decoder();
    this.arrived = arrived;
  }

  /** Has the channel read once, on a virtual thread, which puts this source into the queue then. */
  void startReading() {
    boolean wasOpen = channel.isOpen();
    Thread.ofVirtual().name("standpipe-merged").start(() -> read(wasOpen));
  }

  /**
   * The close of a channel that was open when the reader began to wait is an asynchronous one to
   * it, also where it comes before this thread has begun.
   */
  private void read(boolean wasOpen) {
    try {
      decoder.readFrom(channel);
    } catch (ClosedChannelException e) {
      boolean told = !wasOpen || e instanceof AsynchronousCloseException;
      failure = told ? e : new AsynchronousCloseException().initCause(e);
    } catch (Throwable t) { // an Error too: it is for the thread that waits
      failure = t;
    } finally {
      arrived.add(this);
    }
  }

  /** The next message of what was read; null where there is none. */
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
