package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.EFD_CLOEXEC;
import static io.standpipe.internal.posix.Constants.EFD_NONBLOCK;
import static io.standpipe.internal.posix.Constants.POLLIN;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How a platform thread sleeps in the kernel and can still be woken: it calls poll(2) on the
 * descriptor that it waits for and on an eventfd, to which a waking thread writes.
 *
 * <p>Two events wake it, and neither is lost if it comes before the sleep:
 *
 * <ul>
 *   <li>An interrupt. The JDK runs the hook that its own channels use ({@link
 *       AbstractInterruptibleChannel}) on the interrupting thread, and the hook writes to the
 *       eventfd. A thread that was interrupted before it sets the hook runs it itself. An
 *       interrupting thread that took the hook before it was removed may run it late, and then
 *       wakes the next borrower for nothing.
 *   <li>The exit of the JVM ({@link #wakeAll}), which would otherwise wait for a thread in native
 *       code. An instance is in {@code ALL} before its borrower asks whether the JVM is exiting,
 *       and the exit is noted before all are woken.
 * </ul>
 *
 * <p>The eventfd stays readable until the instance is given back, so a wake-up before the poll ends
 * the poll at once. A thread that has slept looks for itself afterwards, so a needless wake-up does
 * no harm.
 *
 * <p>One instance is kept for the next sleep; threads that sleep at the same time open and close
 * their own.
 */
final class WakeableSleep {
  private static final Posix POSIX = Platform.posix();
  private static final AtomicReference<@Nullable WakeableSleep> IDLE = new AtomicReference<>();
  private static final Set<WakeableSleep> ALL = ConcurrentHashMap.newKeySet();

  private final Descriptor eventfd;

  private WakeableSleep(Descriptor eventfd) {
    this.eventfd = eventfd;
  }

  /** For the calling thread until {@link #giveBack}; null if no descriptor can be opened. */
  static @Nullable WakeableSleep borrow() {
    WakeableSleep sleep = IDLE.getAndSet(null);
    if (sleep == null) {
      int number = POSIX.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
      if (number < 0) {
        return null;
      }
      sleep = new WakeableSleep(Descriptor.own(POSIX, number));
      ALL.add(sleep);
    }
    return sleep;
  }

  /** Empties the eventfd even if no wake-up was seen: a late one may have come since. */
  void giveBack() {
    POSIX.read(eventfd.number(), ByteBuffer.allocate(Long.BYTES));
    if (!IDLE.compareAndSet(null, this)) {
      ALL.remove(this);
      eventfd.close();
    }
  }

  /** The JVM is exiting: no thread may stay in native code. */
  static void wakeAll() {
    ALL.forEach(WakeableSleep::wake);
  }

  /** The borrower may have closed it by now. */
  private void wake() {
    int fd = eventfd.acquire();
    if (fd < 0) {
      return;
    }
    try {
      var one = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, 1);
      POSIX.write(fd, one);
    } finally {
      eventfd.release();
    }
  }

  /**
   * Sleeps until {@code descriptor} is readable, which cannot be closed meanwhile. Returns false if
   * something else has ended the sleep, or if less than a millisecond is left to the deadline.
   */
  boolean untilReadable(Descriptor descriptor, Deadline deadline) {
    int fd = descriptor.acquire();
    if (fd < 0) {
      return false;
    }
    try {
      return untilReadable(descriptor.posix(), fd, deadline);
    } finally {
      descriptor.release();
    }
  }

  private boolean untilReadable(Posix posix, int fd, Deadline deadline) {
    int ready = -Errno.EINTR;
    while (ready == -Errno.EINTR) {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline.nanosLeft());
      ready =
          millis > 0 ? new Sleep().poll(posix, fd, (int) Math.min(millis, Integer.MAX_VALUE)) : 0;
    }
    return ready > 0;
  }

  /** To the JDK this is a channel in use: an interrupt closes it, which writes to the eventfd. */
  private final class Sleep extends AbstractInterruptibleChannel {
    int poll(Posix posix, int fd, int millis) {
      try {
        begin();
        return posix.poll(fd, eventfd.number(), POLLIN, millis);
      } finally {
        unhook();
      }
    }

    private void unhook() {
      try {
        end(true);
      } catch (AsynchronousCloseException e) {
        // An interrupt: the status is set, and the caller looks at it.
      }
    }

    @Override
    protected void implCloseChannel() {
      wake();
    }
  }
}
