package io.standpipe;

import io.standpipe.error.BrokenPipeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Input given in advance: a virtual thread writes it from the start of the child on, then closes.
 *
 * <p>It ends by itself: all is written, or every reader has closed. A child that has had enough is
 * a normal event; how much the pipe took is kept. {@link #end} ends it before: a descendant may
 * still hold the read end when the child has exited, and never read.
 */
final class InputPump {
  final PipeWriter writer;
  private final ByteBuffer bytes;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable IOException failure;

  InputPump(PipeWriter writer, byte[] bytes) {
    this.writer = writer;
    this.bytes = ByteBuffer.wrap(bytes);
  }

  void start() {
    Thread.ofVirtual().name("standpipe-feed").start(this::run);
  }

  private void run() {
    try (writer) {
      writer.write(bytes);
    } catch (BrokenPipeException | ClosedChannelException e) {
      // Whoever asks learns it from the count: fewer bytes than were given.
    } catch (IOException e) {
      failure = e; // the program took what it got for all, and must not pass for having had it
    } catch (RuntimeException | Error e) {
      failure = new IOException("give the input to " + writer + ": " + e, e);
    } finally {
      ended.countDown();
    }
  }

  /** How many bytes the pipe has not taken yet; the writing thread may be ahead of it. */
  int left() {
    return bytes.remaining();
  }

  /**
   * Closes the pipe, which wakes the thread at once, and returns how many bytes it took; throws
   * what kept it from writing the rest, unless that was the reader's will.
   */
  long end() throws IOException, InterruptedException {
    writer.close();
    ended.await();
    IOException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
    return bytes.position();
  }
}
