package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.VEOF;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.Termios;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells a child on a terminal that its input has ended, when the writer is closed: it types what a
 * person would type.
 *
 * <p>A raw terminal as {@link PtyChannel} made it has no such key, so the child is told nothing. We
 * tried and rejected switching it to line mode for that moment: a child that waits in read(2) keeps
 * waiting under the rules that held when the read began.
 *
 * <p>If the terminal has no room for the character because the child does not read, a virtual
 * thread tries again every 10 ms; waiting for room would have to hold the descriptor that is being
 * closed. The thread ends when the character is sent or the reader is closed too: then the terminal
 * is hung up, which is an end as well.
 */
final class PtyEndOfInput {
  private static final long TRY_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Posix posix;
  private final Descriptor reader;
  private final Termios made;

  /** For a terminal with the settings {@code made}; the reader keeps it open meanwhile. */
  PtyEndOfInput(Descriptor reader, Termios made) {
    this.posix = reader.posix();
    this.reader = reader;
    this.made = made;
  }

  /** Sends it now, through the writer's number, or as soon as there is room. Does not block. */
  void send(int writer) {
    if (!reader.isClosed() && !trySend(writer)) {
      Thread.ofVirtual().name("standpipe-terminal-end").start(this::sendLater);
    }
  }

  private void sendLater() {
    boolean done = false;
    while (!done) {
      LockSupport.parkNanos(TRY_AGAIN_NANOS);
      int fd = reader.acquire();
      if (fd < 0) {
        return;
      }
      try {
        done = trySend(fd);
      } catch (OutOfMemoryError e) {
        // It is tried again: the program waits for the end of its input.
      } finally {
        reader.release();
      }
    }
  }

  /** Whether nothing is left to be done: it was sent, or no process can receive it. */
  private boolean trySend(int fd) {
    var now = new Termios();
    if (posix.tcgetattr(fd, now) < 0 || (!now.isCanonical() && now.equals(made))) {
      return true;
    }
    byte key = (byte) now.character(VEOF);
    byte[] keys = now.isCanonical() ? new byte[] {key, key} : new byte[] {key};
    int n = key == 0 ? 0 : posix.write(fd, ByteBuffer.wrap(keys));
    return n != -Errno.EAGAIN && n != -Errno.EINTR;
  }
}
