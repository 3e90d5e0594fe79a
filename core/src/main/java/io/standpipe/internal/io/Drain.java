package io.standpipe.internal.io;

import io.standpipe.error.ErrnoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * Reads what still comes and drops it, after all code has lost interest: so the other side neither
 * waits for room nor dies of SIGPIPE. A virtual thread does this, with a descriptor of its own,
 * until the end of the stream or of this JVM.
 *
 * <p>No code knows that descriptor, so nothing closes it or interrupts the thread: the wait ends
 * with the last write end.
 */
public final class Drain {
  private static final int CHUNK = 16 * 1024;

  private Drain() {}

  /**
   * Closes an end and drains what comes through it. The copy is made first, so there is a reader
   * all the time.
   *
   * @throws ClosedChannelException if the end is closed already
   * @throws ErrnoException if there is no descriptor left; then nothing has changed
   */
  public static void instead(ReadEnd end) throws ErrnoException, ClosedChannelException {
    ReadEnd copy = end.duplicate();
    end.close();
    Thread.ofVirtual().name("standpipe-drain").start(() -> run(copy));
  }

  private static void run(ReadEnd end) {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    try (end) {
      while (end.read(chunk.clear(), WaitOptions.UNLIMITED) >= 0) {
        // dropped
      }
    } catch (IOException e) {
      // Nothing more can be read, and there is no caller to tell.
    }
  }
}
