package io.standpipe.internal.posix;

import static io.standpipe.internal.posix.Constants.SA_NOCLDWAIT;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a signal does in this process: glibc's {@code struct sigaction}, which has one layout on
 * both architectures: the handler, a mask of 128 bytes, the flags, the restorer. Mutable; for one
 * thread.
 */
public final class SignalAction {
  static final int BYTES = 152;
  private static final int HANDLER = 0;
  private static final int FLAGS = 136;
  private static final long SIG_DFL = 0;
  private static final long SIG_IGN = 1;

  final byte[] bytes = new byte[BYTES];
  private final ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());

  /**
   * For SIGCHLD: whether the kernel reaps this process's children by itself, so that their exit
   * statuses are lost.
   */
  public boolean discardsChildren() {
    return words.getLong(HANDLER) == SIG_IGN || (words.getInt(FLAGS) & SA_NOCLDWAIT) != 0;
  }

  /** For SIGCHLD: makes children wait to be reaped. A handler stays as it is. */
  public void keepChildren() {
    if (words.getLong(HANDLER) == SIG_IGN) {
      words.putLong(HANDLER, SIG_DFL);
    }
    words.putInt(FLAGS, words.getInt(FLAGS) & ~SA_NOCLDWAIT);
  }
}
