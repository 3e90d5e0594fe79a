package io.standpipe;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.O_WRONLY;
import static io.standpipe.internal.posix.Constants.POLLHUP;
import static io.standpipe.internal.posix.Constants.POLLIN;
import static io.standpipe.internal.posix.Constants.SPLICE_F_NONBLOCK;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.OpenWatch;
import java.io.IOException;

/**
 * Two ends of a fifo find each other, with a limit and without a thread asleep in open(2).
 *
 * <p><b>A reader waits for a writer.</b> It opens non-blocking, which succeeds at once and lets
 * writers in. Whether one is there the kernel says: poll shows bytes, or the hang-up of a writer
 * that has come and gone; and {@code tee} of an empty pipe gives 0 without writers, EAGAIN with
 * one, and consumes nothing. When to ask again says inotify: a writer's open is an event. After the
 * watch is set the question is put once more, so an opening in between is not missed.
 *
 * <p><b>A writer waits for a reader.</b> Opening non-blocking gives ENXIO until there is one. A
 * reader that is itself asleep in open(2) counts as one for the next try, but its open is no event
 * before it succeeds, that is, before we have come: so the question is put again every 10 ms. (To
 * hold a write end meanwhile would wake it, but that takes O_RDWR for a moment, which lets other
 * waiting writers through to nobody.)
 */
final class FifoRendezvous {
  private FifoRendezvous() {}

  /** Returns when a writer has come; closes the reader where it throws. */
  static void awaitWriter(Fifo fifo, PipeReader reader, Deadline deadline)
      throws IOException, InterruptedException {
    boolean met = false;
    try (Pipe scratch = Pipe.open(reader.end.posix)) {
      if (!hasWriter(reader, scratch) && !meets(reader, scratch, deadline)) {
        throw new DeadlineExceededException(
            "open " + fifo + " for reading",
            deadline.limit(),
            "no process has it open for writing; start the writer first or use keepOpen()");
      }
      met = true;
    } finally {
      if (!met) {
        reader.close();
      }
    }
  }

  /** Whether a writer comes before the deadline. */
  private static boolean meets(PipeReader reader, Pipe scratch, Deadline deadline)
      throws InterruptedException {
    int number = reader.end.watch.descriptor().number();
    try (OpenWatch openings = OpenWatch.of(reader.end.posix, number)) {
      while (!hasWriter(reader, scratch)) {
        if (!openings.await(deadline)) {
          return false;
        }
      }
      return true;
    }
  }

  private static boolean hasWriter(PipeReader reader, Pipe scratch) {
    Posix posix = reader.end.posix;
    int number = reader.end.watch.descriptor().number();
    int polled = reader.end.uninterrupted(fd -> posix.poll(fd, POLLIN | POLLHUP, 0));
    // Negative, it is an error, and its bits mean nothing.
    if (polled > 0 && (polled & (POLLIN | POLLHUP)) != 0) {
      return true;
    }
    int to = scratch.writer().end.watch.descriptor().number();
    // Any other error (a filter that forbids tee) is no sign of a writer: its bytes will be.
    int teed = posix.tee(number, to, 1, SPLICE_F_NONBLOCK);
    return teed > 0 || teed == -Errno.EAGAIN;
  }

  /** The number of a write end, non-blocking, once a reader is there. */
  static int awaitReader(Fifo fifo, Deadline deadline) throws IOException, InterruptedException {
    while (true) {
      int fd = fifo.open(O_WRONLY | O_NONBLOCK | O_CLOEXEC);
      if (fd >= 0) {
        return fd;
      }
      if (fd != -Errno.ENXIO) {
        throw fifo.openingFailed("open %s for writing", -fd);
      }
      if (!OpenWatch.sleepUntilAskingAgain(deadline)) {
        throw new DeadlineExceededException(
            "open " + fifo + " for writing",
            deadline.limit(),
            "no process has it open for reading; start the reader first or use keepOpen()");
      }
    }
  }
}
