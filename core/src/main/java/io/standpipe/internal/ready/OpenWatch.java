package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.IN_CLOEXEC;
import static io.standpipe.internal.posix.Constants.IN_NONBLOCK;
import static io.standpipe.internal.posix.Constants.IN_OPEN;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Posix;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The openings of one file by anybody, as events: inotify. For one thread.
 *
 * <p>To close an inotify takes the kernel 15 ms (measured; it waits for a grace period), which a
 * virtual thread would spend on its carrier. So one is kept for the next user, its watch removed,
 * its events read; only those beyond it are closed.
 *
 * <p>An opening that is under way when the watch is set may go unreported: kernels since 6.14
 * decide at its beginning whether anybody wants to hear of it. So no wait is longer than a second,
 * the first ones much shorter; whoever waits looks again after each.
 *
 * <p>A user may have but some inotifies (128 by default). Where none is to be had, time takes the
 * place of events.
 */
public final class OpenWatch implements AutoCloseable {
  private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_SLICE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int EVENT_BYTES = 4096;
  private static final AtomicReference<@Nullable ReadinessWait> IDLE = new AtomicReference<>();

  private final Posix posix;
  private final @Nullable ReadinessWait inotify;
  private final int watched;
  private long sliceNanos = ASK_AGAIN_NANOS;

  private OpenWatch(Posix posix, @Nullable ReadinessWait inotify, int watched) {
    this.posix = posix;
    this.inotify = inotify;
    this.watched = watched;
  }

  /** Every opening of the file behind {@code fd} from now on. */
  public static OpenWatch of(Posix posix, int fd) {
    ReadinessWait inotify = take(posix);
    if (inotify == null) {
      return new OpenWatch(posix, null, 0);
    }
    int number = inotify.descriptor().number();
    int watched = posix.inotify_add_watch(number, "/proc/self/fd/" + fd, IN_OPEN);
    if (watched < 0) {
      inotify.close();
      return new OpenWatch(posix, null, 0);
    }
    return new OpenWatch(posix, inotify, watched);
  }

  private static @Nullable ReadinessWait take(Posix posix) {
    ReadinessWait idle = IDLE.getAndSet(null);
    if (idle != null) {
      return idle;
    }
    int number = posix.inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    return number < 0 ? null : ReadinessWait.forReading(Descriptor.own(posix, number));
  }

  /**
   * Parks until the file may have been opened, which may also be by nobody.
   *
   * @return false when the deadline came first
   */
  public boolean await(Deadline deadline) throws InterruptedException {
    if (inotify == null) {
      return sleepUntilAskingAgain(deadline);
    }
    Deadline slice = Deadline.afterNanos(Math.min(sliceNanos, deadline.nanosLeft()));
    sliceNanos = Math.min(2 * sliceNanos, LONGEST_SLICE_NANOS);
    boolean opened = inotify.awaitInterruptibly(slice);
    readEvents(inotify);
    return opened || !deadline.hasPassed();
  }

  /**
   * Where the kernel has no event: a short time instead.
   *
   * @return false when the deadline has come
   */
  public static boolean sleepUntilAskingAgain(Deadline deadline) throws InterruptedException {
    long left = deadline.nanosLeft();
    TimeUnit.NANOSECONDS.sleep(Math.clamp(left, 0, ASK_AGAIN_NANOS));
    return left > 0;
  }

  /** More than one read's worth is read at the next wait, which ends at once. */
  private void readEvents(ReadinessWait from) {
    posix.read(from.descriptor().number(), ByteBuffer.allocate(EVENT_BYTES));
  }

  /** Watches no longer. What is left of its events wakes the next user once too often, no more. */
  @Override
  public void close() {
    if (inotify == null) {
      return;
    }
    posix.inotify_rm_watch(inotify.descriptor().number(), watched);
    readEvents(inotify);
    if (!IDLE.compareAndSet(null, inotify)) {
      inotify.close();
    }
  }
}
