package io.standpipe.internal.start;

import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Tries a start again while the program's file is open for writing (ETXTBSY), for a bounded time.
 *
 * <p>A thread that writes a script, closes it and runs it has done nothing wrong. But if another
 * thread has started a process meanwhile, that one holds a copy of every open file, this one too,
 * from its fork until its exec: some hundred microseconds, more on a busy machine.
 *
 * <p>No other error of a start passes by itself like this. EAGAIN and ENOMEM of a fork mean that a
 * limit is reached, which trying again makes worse.
 */
final class BusyRetry {
  /** For how long it is tried again. */
  static final Duration LIMIT = Duration.ofSeconds(1);

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A start. */
  @FunctionalInterface
  interface Start {
    /** The pid, or −errno. */
    int start() throws IOException;
  }

  private BusyRetry() {}

  /** The pid, or −errno. No event tells of the last close; an interrupt ends the trying. */
  static int start(Start start) throws IOException {
    int pid = start.start();
    long pause = FIRST_PAUSE_NANOS;
    for (Deadline deadline = Deadline.after(LIMIT);
        pid == -Errno.ETXTBSY && !deadline.hasPassed() && !Thread.currentThread().isInterrupted();
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
      LockSupport.parkNanos(pause);
      pid = start.start();
    }
    return pid;
  }
}
