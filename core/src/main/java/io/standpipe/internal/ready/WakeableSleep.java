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
 * How a platform thread sleeps in the kernel and can still be woken: poll(2) on what it waits for
 * and on an eventfd, the bell.
 *
 * <p>Who rings, and what if the ring comes first:
 *
 * <ul>
 *   <li>An interrupt: the JDK rings on the interrupting thread, by the hook that its own channels
 *       use ({@link AbstractInterruptibleChannel}). A thread that is interrupted already rings for
 *       itself when it sets the hook. One that has taken the hook before it was taken away may ring
 *       late, and wake the bell's next owner for nothing.
 *   <li>The exit of the JVM ({@link #ringAll}), which would wait for a thread in native code. A
 *       bell is among all before its owner asks whether the JVM exits, and the exit is noted before
 *       all are rung.
 * </ul>
 *
 * <p>A bell stays rung until it is given back, so a ring before the poll ends the poll at once.
 * Whoever sleeps looks for himself afterwards; a ring too many does no harm.
 *
 * <p>One bell is kept for the next sleeper; where there are more of them they make and close their
 * own.
 */
final class WakeableSleep {
  private static final Posix POSIX = Platform.posix();
  private static final AtomicReference<@Nullable WakeableSleep> IDLE = new AtomicReference<>();
  private static final Set<WakeableSleep> ALL = ConcurrentHashMap.newKeySet();

  private final Descriptor eventfd;

  private WakeableSleep(Descriptor eventfd) {
    this.eventfd = eventfd;
  }

  /** For one thread, until it gives it back; null where no descriptor is to be had. */
  static @Nullable WakeableSleep take() {
    WakeableSleep bell = IDLE.getAndSet(null);
    if (bell == null) {
      int number = POSIX.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
      if (number < 0) {
        return null;
      }
      bell = new WakeableSleep(Descriptor.own(POSIX, number));
      ALL.add(bell);
    }
    return bell;
  }

  /** Emptied whether a ring was seen or not: a late one may have come to the owner before. */
  void giveBack() {
    POSIX.read(eventfd.number(), ByteBuffer.allocate(Long.BYTES));
    if (!IDLE.compareAndSet(null, this)) {
      ALL.remove(this);
      eventfd.close();
    }
  }

  /** The JVM exits: nobody is to stay in native code. */
  static void ringAll() {
    ALL.forEach(WakeableSleep::ring);
  }

  /** The owner may have closed it by now. */
  private void ring() {
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
   * Sleeps until something can be read from {@code fd}, of which the caller holds a use; false
   * where something else has ended the sleep, or it could not begin: a ring, less than a
   * millisecond to the deadline.
   */
  boolean sleep(Posix posix, int fd, Deadline deadline) {
    int ready = -Errno.EINTR;
    while (ready == -Errno.EINTR) {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline.nanosLeft());
      ready =
          millis > 0 ? new Sleep().poll(posix, fd, (int) Math.min(millis, Integer.MAX_VALUE)) : 0;
    }
    return ready > 0;
  }

  /** To the JDK a channel in use: an interrupt closes it, that is, rings. */
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
        // An interrupt. Its status is set, and the caller looks.
      }
    }

    @Override
    protected void implCloseChannel() {
      ring();
    }
  }
}
