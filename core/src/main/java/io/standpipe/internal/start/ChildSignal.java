package io.standpipe.internal.start;

import static io.standpipe.internal.posix.Constants.SIGCHLD;

import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.SignalAction;

/**
 * SIGCHLD. A program that was started with it ignored (by bash's {@code trap '' CHLD}, or a
 * careless daemon) ignores it too. Then the kernel reaps its children by itself: their exit
 * statuses are lost, and their numbers may be used again at once. So before the first start it is
 * set to its default, as the JDK does before its own first start. The same goes for the flag
 * SA_NOCLDWAIT.
 *
 * <p>This is the only disposition of a signal that the library changes.
 */
final class ChildSignal {
  private static volatile boolean looked;

  private ChildSignal() {}

  /** To be called before each start; looks once. Two threads may both look, to the same effect. */
  static void makeSure(Posix posix) {
    if (!looked) {
      keepChildren(posix);
      looked = true;
    }
  }

  /** Whether something had to be changed. */
  static boolean keepChildren(Posix posix) {
    var now = new SignalAction();
    if (posix.sigaction(SIGCHLD, null, now) < 0 || !now.discardsChildren()) {
      return false;
    }
    now.keepChildren();
    posix.sigaction(SIGCHLD, now, new SignalAction());
    return true;
  }
}
