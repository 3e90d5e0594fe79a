package io.standpipe;

import static io.standpipe.internal.posix.Constants.VEOF;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.Termios;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The end of a child's input on a terminal, when the writer is closed: see {@link PseudoTerminal}.
 *
 * <p>A raw terminal as we have made it has no end of its input, and gets none. To make it read by
 * the line for that was tried and rejected: a child that waits in read(2) goes on waiting under the
 * rules that held when it began.
 *
 * <p>Where there is no room for the character, for the child does not read, a virtual thread tries
 * again every 10 ms; a wait for room would have to hold the descriptor that is being closed. It
 * ends when the character is sent, or the reader closed, too: then the terminal is hung up, which
 * is an end as well.
 */
final class TerminalEnd {
  private static final long TRY_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Posix posix;
  private final Descriptor reader;
  private final Termios made;

  /** The end for a terminal with the settings {@code made}; the reader keeps it open meanwhile. */
  TerminalEnd(Descriptor reader, Termios made) {
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
      } finally {
        reader.release();
      }
    }
  }

  /** Whether nothing is left to be done: it was sent, or nobody can get it. */
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
