package io.standpipe.internal.io;

import io.standpipe.error.BrokenPipeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Writes input that was given in advance: a virtual thread writes it from the start of the child
 * on, then closes the pipe.
 *
 * <p>The thread ends when everything is written, or when the pipe has lost its last reader. A child
 * that has read enough is a normal event; the pump keeps how much the pipe took. {@link #end} ends
 * it earlier: a descendant may still hold the read end after the child's exit, and never read.
 */
public final class InputPump {
  private final WriteEnd writer;
  private final ByteBuffer bytes;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Kept as it is: where memory is short, there is none for an exception that explains it. */
  private volatile @Nullable Throwable failure;

  public InputPump(WriteEnd writer, byte[] bytes) {
    this.writer = writer;
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /** Starts the thread. */
  public void start() {
    Thread.ofVirtual().name("standpipe-feed").start(this::run);
  }

  private void run() {
    try (writer) {
      writer.write(bytes, WaitOptions.UNLIMITED);
    } catch (BrokenPipeException | ClosedChannelException e) {
      // The count tells: fewer bytes than were given.
    } catch (IOException | RuntimeException | Error e) {
      failure = e; // the program took the part that it got for the whole
    } finally {
      ended.countDown();
    }
  }

  public WriteEnd writer() {
    return writer;
  }

  /** How many bytes the pipe has not taken yet; the writing thread may be ahead of it. */
  public int left() {
    return bytes.remaining();
  }

  /**
   * Closes the pipe, which wakes the thread at once; returns how many bytes the pipe took.
   *
   * @throws IOException if writing the rest failed for another reason than a reader that had enough
   */
  public long end() throws IOException, InterruptedException {
    writer.close();
    ended.await();
    Throwable thrown = failure;
    if (thrown != null) {
      throw thrown instanceof IOException e
          ? e
          : new IOException("give the input to " + writer + ": " + thrown, thrown);
    }
    return bytes.position();
  }
}
