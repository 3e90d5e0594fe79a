package io.standpipe.internal.posix;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one owner of an open descriptor. The number is closed once, and never used after.
 *
 * <p>A close can race with a use on another thread. Were the number closed while a call is on its
 * way with it, some other thread's {@code open} could get the same number, and the call would read
 * or write a stranger's file. So users are counted:
 *
 * <ol>
 *   <li>{@link #acquire} hands out the number, or −EBADF once {@link #close} was called.
 *   <li>{@link #release} follows, in a {@code finally}. Between the two nobody blocks.
 *   <li>{@link #close} forbids further uses. Whoever leaves last, closer or user, closes the
 *       number.
 * </ol>
 *
 * <p>Safe from any thread.
 */
public final class Descriptor {
  private static final int CLOSED = 1 << 31;

  private final Posix posix;
  private final int number;
  private final AtomicInteger state = new AtomicInteger();
  private volatile Runnable beforeClose = () -> {};

  private Descriptor(Posix posix, int number) {
    this.posix = posix;
    this.number = number;
  }

  /** Takes a number, just opened, into ownership. */
  public static Descriptor own(Posix posix, int number) {
    if (number < 0) {
      throw new IllegalArgumentException("number ≥ 0 expected: " + number);
    }
    return new Descriptor(posix, number);
  }

  /**
   * Adds what is to be done right before the number is given back, while it is still ours. For
   * whoever builds on a descriptor just opened: not safe against a close.
   */
  public void beforeClose(Runnable action) {
    Runnable earlier = beforeClose;
    beforeClose =
        () -> {
          earlier.run();
          action.run();
        };
  }

  /** The number, counted as in use until {@link #release}; −EBADF once closed. */
  public int acquire() {
    while (true) {
      int s = state.get();
      if (s < 0) {
        return -Errno.EBADF;
      }
      if (state.compareAndSet(s, s + 1)) {
        return number;
      }
    }
  }

  /** Ends one use. */
  public void release() {
    if (state.decrementAndGet() == CLOSED) {
      giveBack();
    }
  }

  /** Forbids further uses; true for the first caller. The number is closed when no use is left. */
  public boolean close() {
    while (true) {
      int s = state.get();
      if (s < 0) {
        return false;
      }
      if (state.compareAndSet(s, s | CLOSED)) {
        if (s == 0) {
          giveBack();
        }
        return true;
      }
    }
  }

  public boolean isClosed() {
    return state.get() < 0;
  }

  /** The number for messages only: it may be closed, and be a stranger's, by now. */
  public int number() {
    return number;
  }

  public Posix posix() {
    return posix;
  }

  /** Linux gives the number back even where {@code close} reports an error: never again then. */
  private void giveBack() {
    beforeClose.run();
    posix.close(number);
  }

  @Override
  public String toString() {
    return "descriptor " + number + (isClosed() ? " (closed)" : "");
  }
}
