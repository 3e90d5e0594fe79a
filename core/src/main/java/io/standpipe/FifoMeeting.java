package io.standpipe;

import static io.standpipe.internal.posix.Constants.IN_CLOEXEC;
import static io.standpipe.internal.posix.Constants.IN_NONBLOCK;
import static io.standpipe.internal.posix.Constants.IN_OPEN;
import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.O_WRONLY;
import static io.standpipe.internal.posix.Constants.POLLHUP;
import static io.standpipe.internal.posix.Constants.POLLIN;
import static io.standpipe.internal.posix.Constants.SPLICE_F_NONBLOCK;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.Watch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Two ends of a fifo find each other, with a limit and without a thread asleep in open(2).
 *
 * <p><b>A reader waits for a writer.</b> It opens non-blocking, which succeeds at once and lets
 * writers in. Whether one is there the kernel says: poll shows bytes, or the hang-up of a writer
 * that has come and gone; and {@code tee} of an empty pipe gives 0 without writers, EAGAIN with
 * one, and consumes nothing. When to ask again says inotify: a writer's open is an event. The watch
 * is set before the first question, so an opening between question and wait is not missed.
 *
 * <p><b>A writer waits for a reader.</b> Opening non-blocking gives ENXIO until there is one. A
 * reader that is itself asleep in open(2) counts as one for the next try, but its open is no event
 * before it succeeds, that is, before we have come: so the question is put again every 10 ms. (To
 * hold a write end meanwhile would wake it, but that takes O_RDWR for a moment, which lets other
 * waiting writers through to nobody.)
 */
final class FifoMeeting {
  private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int EVENT_BYTES = 4096;

  private FifoMeeting() {}

  /** Returns when a writer has come; closes the reader where it throws. */
  static void awaitWriter(Fifo fifo, PipeReader reader, long deadline, Duration limit)
      throws IOException, InterruptedException {
    boolean met = false;
    try (Openings openings = Openings.of(reader);
        Pipe scratch = Pipe.open()) {
      while (!hasWriter(reader, scratch)) {
        if (!openings.await(deadline)) {
          throw new DeadlineExceededException(
              "open " + fifo + " for reading",
              limit,
              "no process has it open for writing; start the writer first or use keepOpen()");
        }
      }
      met = true;
    } finally {
      if (!met) {
        reader.close();
      }
    }
  }

  private static boolean hasWriter(PipeReader reader, Pipe scratch) {
    Posix posix = reader.end.posix;
    int number = reader.end.watch.descriptor().number();
    if ((posix.poll(number, POLLIN | POLLHUP, 0) & (POLLIN | POLLHUP)) != 0) {
      return true;
    }
    int to = scratch.writer().end.watch.descriptor().number();
    return posix.tee(number, to, 1, SPLICE_F_NONBLOCK) != 0;
  }

  /** The number of a write end, non-blocking, once a reader is there. */
  static int awaitReader(Fifo fifo, long deadline, Duration limit)
      throws IOException, InterruptedException {
    while (true) {
      int fd = fifo.open(O_WRONLY | O_NONBLOCK | O_CLOEXEC);
      if (fd >= 0) {
        return fd;
      }
      if (fd != -Errno.ENXIO) {
        throw fifo.openingFailed("open %s for writing", -fd);
      }
      if (!sleepUntilAskingAgain(deadline)) {
        throw new DeadlineExceededException(
            "open " + fifo + " for writing",
            limit,
            "no process has it open for reading; start the reader first or use keepOpen()");
      }
    }
  }

  /** False when the deadline has come. */
  private static boolean sleepUntilAskingAgain(long deadline) throws InterruptedException {
    long left = Watch.nanosUntil(deadline);
    TimeUnit.NANOSECONDS.sleep(Math.clamp(left, 0, ASK_AGAIN_NANOS));
    return left > 0;
  }

  /**
   * The openings of one file, as events. A user may have but some inotify instances (128 by
   * default); where none is left, {@code watch} is null and time takes the place of events.
   */
  private record Openings(@Nullable Watch watch) implements AutoCloseable {
    static Openings of(PipeReader reader) {
      Posix posix = reader.end.posix;
      int inotify = posix.inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
      String path = "/proc/self/fd/" + reader.end.watch.descriptor().number();
      if (inotify >= 0 && posix.inotify_add_watch(inotify, path, IN_OPEN) < 0) {
        posix.close(inotify);
        inotify = -1;
      }
      return new Openings(inotify < 0 ? null : Watch.forReading(Descriptor.own(posix, inotify)));
    }

    /** False when the deadline came first; true when it may be worth asking again. */
    boolean await(long deadline) throws InterruptedException {
      if (watch == null) {
        return sleepUntilAskingAgain(deadline);
      }
      boolean opened = watch.awaitInterruptibly(deadline);
      Descriptor inotify = watch.descriptor();
      inotify.posix().read(inotify.number(), ByteBuffer.allocate(EVENT_BYTES));
      return opened;
    }

    @Override
    public void close() {
      if (watch != null) {
        watch.close();
      }
    }
  }
}
