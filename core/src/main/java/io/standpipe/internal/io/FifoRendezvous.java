package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.O_RDONLY;
import static io.standpipe.internal.posix.Constants.O_WRONLY;
import static io.standpipe.internal.posix.Constants.POLLHUP;
import static io.standpipe.internal.posix.Constants.POLLIN;
import static io.standpipe.internal.posix.Constants.SPLICE_F_NONBLOCK;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.FileWatch;
import java.io.IOException;

/**
 * Lets two ends of a fifo find each other, with a limit and without a thread asleep in open(2).
 *
 * <p><b>A reader waits for a writer.</b> It opens non-blocking, which succeeds at once and lets
 * writers in. The kernel tells whether one is there: poll shows bytes, or the hang-up of a writer
 * that has come and gone; and {@code tee} of an empty pipe returns 0 without writers, EAGAIN with
 * one, and consumes nothing. inotify tells when to ask again: a writer's open is an event. After
 * the watch is set the question is asked once more, so an opening in between is not missed.
 *
 * <p><b>A writer waits for a reader.</b> Opening non-blocking returns ENXIO until there is one. A
 * reader that is itself asleep in open(2) counts as one at the next try, but its open is no event
 * before it succeeds, that is, before we have come; so the question is asked again every 10 ms.
 * (Holding a write end meanwhile would wake it, but that takes O_RDWR for a moment, which would let
 * other waiting writers through although no process reads.)
 */
public final class FifoRendezvous {
  private final FifoFile fifo;
  private final Posix posix;

  public FifoRendezvous(FifoFile fifo) {
    this.fifo = fifo;
    this.posix = fifo.posix();
  }

  /** Opens for reading; blocks until a writer has it open. */
  public ReadEnd reader(Deadline deadline) throws IOException, InterruptedException {
    int fd = fifo.open(O_RDONLY | O_NONBLOCK, Direction.READ);
    ReadEnd reader = ReadEnd.own(Descriptor.own(posix, fd), fifo.toString());
    boolean met = false;
    try (EndPair scratch = EndPair.open(posix)) {
      if (!hasWriter(reader, scratch) && !meets(reader, scratch, deadline)) {
        throw nobody("writing", "reading", "writer", deadline);
      }
      met = true;
      return reader;
    } finally {
      if (!met) {
        reader.close();
      }
    }
  }

  private DeadlineExceededException nobody(
      String theirs, String ours, String partner, Deadline deadline) {
    return new DeadlineExceededException(
        "open " + fifo + " for " + ours,
        deadline.limit(),
        "no process has it open for %s; start the %s first or use keepOpen()"
            .formatted(theirs, partner));
  }

  /** Whether a writer comes before the deadline. */
  private boolean meets(ReadEnd reader, EndPair scratch, Deadline deadline)
      throws InterruptedException {
    try (FileWatch openings = FileWatch.openings(posix, reader.number())) {
      while (!hasWriter(reader, scratch)) {
        if (!openings.await(deadline)) {
          return false;
        }
      }
      return true;
    }
  }

  private boolean hasWriter(ReadEnd reader, EndPair scratch) {
    int polled = reader.uninterrupted(fd -> posix.poll(fd, POLLIN | POLLHUP, 0));
    // A negative result is an error, and its bits mean nothing.
    if (polled > 0 && (polled & (POLLIN | POLLHUP)) != 0) {
      return true;
    }
    // Any other error (a filter that forbids tee) is no sign of a writer: its bytes will be.
    int teed = posix.tee(reader.number(), scratch.writer().number(), 1, SPLICE_F_NONBLOCK);
    return teed > 0 || teed == -Errno.EAGAIN;
  }

  /** Opens for writing; blocks until a reader has it open. */
  public WriteEnd writer(Deadline deadline) throws IOException, InterruptedException {
    while (true) {
      int fd = fifo.tryOpen(O_WRONLY | O_NONBLOCK | O_CLOEXEC);
      if (fd >= 0) {
        return WriteEnd.own(Descriptor.own(posix, fd), fifo.toString());
      }
      if (fd != -Errno.ENXIO) {
        throw fifo.openingFailed(Direction.WRITE, -fd);
      }
      if (!FileWatch.sleepUntilAskingAgain(deadline)) {
        throw nobody("reading", "writing", "reader", deadline);
      }
    }
  }
}
