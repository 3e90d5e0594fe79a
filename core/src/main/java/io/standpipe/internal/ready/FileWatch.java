package io.standpipe.internal.ready;

import static io.standpipe.internal.posix.Constants.IN_CLOEXEC;
import static io.standpipe.internal.posix.Constants.IN_CREATE;
import static io.standpipe.internal.posix.Constants.IN_DELETE;
import static io.standpipe.internal.posix.Constants.IN_MOVED_FROM;
import static io.standpipe.internal.posix.Constants.IN_MOVED_TO;
import static io.standpipe.internal.posix.Constants.IN_NONBLOCK;
import static io.standpipe.internal.posix.Constants.IN_OPEN;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.text.PathBytes;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reports, as an event of inotify, each opening of one file by any process, or each file that comes
 * into or leaves one folder. For one thread.
 *
 * <p>Closing an inotify instance takes the kernel 15 ms (measured; it waits for a grace period),
 * which a virtual thread would spend on its carrier. So one instance is kept for the next use, with
 * its watch removed and its events read; only further instances are closed.
 *
 * <p>An opening in progress when the watch is set may go unreported: kernels since 6.14 decide when
 * an opening begins whether any watch wants to know of it. So no wait is longer than a second, and
 * the first ones are much shorter; the caller looks again after each.
 *
 * <p>A user may have only a few inotify instances (128 by default). If none can be opened, the
 * caller looks again after short sleeps instead of events.
 */
public final class FileWatch implements AutoCloseable {
  private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_SLICE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int EVENT_BYTES = 4096;
  private static final AtomicReference<@Nullable ReadinessWait> IDLE = new AtomicReference<>();

  private final Posix posix;
  private final @Nullable ReadinessWait inotify;
  private final int watched;
  private long sliceNanos = ASK_AGAIN_NANOS;

  private FileWatch(Posix posix, @Nullable ReadinessWait inotify, int watched) {
    this.posix = posix;
    this.inotify = inotify;
    this.watched = watched;
  }

  /** Reports every opening of the file behind {@code fd} from now on. */
  public static FileWatch openings(Posix posix, int fd) {
    return of(posix, "/proc/self/fd/" + fd, IN_OPEN);
  }

  /** Reports from now on every name that appears in a folder or vanishes from it. */
  public static FileWatch entries(Posix posix, Path folder) {
    int names = IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM;
    return of(posix, PathBytes.word(folder), names);
  }

  private static FileWatch of(Posix posix, String path, int events) {
    ReadinessWait inotify = take(posix);
    if (inotify == null) {
      return new FileWatch(posix, null, 0);
    }
    int number = inotify.descriptor().number();
    int watched = posix.inotify_add_watch(number, path, events);
    if (watched < 0) {
      inotify.close();
      return new FileWatch(posix, null, 0);
    }
    return new FileWatch(posix, inotify, watched);
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
   * Parks until that may have happened; it may also return when it has not.
   *
   * @return false if the deadline came first
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
   * Sleeps briefly, for a change of which the kernel reports no event.
   *
   * @return false if the deadline has come
   */
  public static boolean sleepUntilAskingAgain(Deadline deadline) throws InterruptedException {
    long left = deadline.nanosLeft();
    TimeUnit.NANOSECONDS.sleep(Math.clamp(left, 0, ASK_AGAIN_NANOS));
    return left > 0;
  }

  /** Events that do not fit into one read are read at the next wait, which then ends at once. */
  private void readEvents(ReadinessWait from) {
    posix.read(from.descriptor().number(), ByteBuffer.allocate(EVENT_BYTES));
  }

  /** Stops watching. An event left over wakes the next user once for nothing. */
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
