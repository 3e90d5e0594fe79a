package io.standpipe.internal.posix;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one owner of an open descriptor. The number is closed once and never used afterwards.
 *
 * <p>A close can race with a use on another thread. If the number were closed while a call uses it,
 * another thread's {@code open} could get the same number, and the call would read or write an
 * unrelated file. So uses are counted:
 *
 * <ol>
 *   <li>{@link #acquire} hands out the number, or −EBADF once {@link #close} was called.
 *   <li>{@link #release} follows in a {@code finally}. No thread blocks between the two.
 *   <li>{@link #close} forbids further uses. The last thread to leave, the closing one or a user,
 *       closes the number.
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

  /** Takes ownership of a number that was just opened. */
  public static Descriptor own(Posix posix, int number) {
    if (number < 0) {
      throw new IllegalArgumentException("number ≥ 0 expected: " + number);
    }
    return new Descriptor(posix, number);
  }

  /**
   * Adds an action that runs right before the number is closed, while it is still ours. Only for a
   * descriptor that was just opened and that no other thread knows: not safe against a close.
   */
  public void beforeClose(Runnable action) {
    Runnable earlier = beforeClose;
    beforeClose =
        () -> {
          earlier.run();
          action.run();
        };
  }

  /** Counts a use and returns the number, or −EBADF once closed. {@link #release} must follow. */
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

  /** Forbids further uses and closes the number when none is left; true for the first caller. */
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

  /**
   * The number, for messages and for callers that hold a use or know that it is open: it may have
   * been closed since, and belong to an unrelated file.
   */
  public int number() {
    return number;
  }

  public Posix posix() {
    return posix;
  }

  /**
   * Linux frees the number even if {@code close} reports an error, so there must not be a second
   * try.
   */
  private void giveBack() {
    beforeClose.run();
    posix.close(number);
  }

  @Override
  public String toString() {
    return "descriptor " + number + (isClosed() ? " (closed)" : "");
  }
}
