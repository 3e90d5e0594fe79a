package io.standpipe.conversation;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads while a question waits for its answer and no asking thread reads, on a virtual thread that
 * exists only that long. So questions can be written while answers come, and two full pipes are no
 * deadlock; but what no question waits for stays in the pipe.
 */
final class BackgroundReader {
  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Dispatcher dispatcher;
  private final FairLock reading;
  private final OnDemandThread thread;

  /** The deadline of the read that it is at; null if it is at none. */
  private volatile @Nullable Deadline readingUntil;

  BackgroundReader(Dispatcher dispatcher, FairLock reading) {
    this.dispatcher = dispatcher;
    this.reading = reading;
    this.thread = new OnDemandThread("standpipe-conversation", this::isAwaited, this::deliverAll);
  }

  /** To be called after a question was added. */
  void start() {
    thread.start();
  }

  /** Whether it is at a read that ends when this deadline passes, at the latest. */
  boolean hears(Deadline deadline) {
    Deadline until = readingUntil;
    return until != null && !deadline.isBefore(until) && !dispatcher.pending.isInUsersCode();
  }

  private boolean isAwaited() {
    return dispatcher.awaitedUntil() != null;
  }

  /**
   * Where memory is short, even telling the questions of a failure may fail; it is tried again,
   * because they wait for it.
   */
  private void deliverAll() {
    while (isAwaited()) {
      try {
        deliverInTurn();
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(NAP_NANOS);
      }
    }
  }

  private void deliverInTurn() {
    reading.take();
    try {
      deliverSome();
    } catch (DeadlineExceededException e) {
      dispatcher.expire(e);
    } catch (IOException | RuntimeException | Error e) {
      dispatcher.endReading(e);
    } finally {
      reading.release();
    }
  }

  /** Reads until another thread wants to. */
  private void deliverSome() throws IOException {
    Deadline until = dispatcher.awaitedUntil();
    try {
      while (until != null && !reading.isWaitedFor()) {
        readingUntil = until;
        dispatcher.deliver(until);
        readingUntil = null;
        until = dispatcher.awaitedUntil();
      }
    } finally {
      readingUntil = null;
    }
  }
}
