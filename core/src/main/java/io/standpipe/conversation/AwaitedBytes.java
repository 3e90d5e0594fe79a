package io.standpipe.conversation;

import io.standpipe.conversation.Unanswered.Sent;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.TimedRead;
import io.standpipe.internal.ready.TimedReads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What comes from the program of an exchange, as long as it is in time: a read ends at the limit of
 * the answer that is due, and at the deadline of the call. For the thread that holds the lock for
 * receiving.
 *
 * <p><b>A limit that begins during a read.</b> Nothing wakes a read when a question is sent. If
 * none was in flight when the read began, it therefore sleeps for at most half a limit, and then
 * looks for what was sent meanwhile. The question's own limit ends half a limit later at the
 * earliest, so the next read ends on time, and the doctor has had the time to look for a reason.
 */
final class AwaitedBytes implements ReadableByteChannel {
  /** Keeps a tiny limit from making a reader with nothing to wait for run in circles. */
  private static final long SHORTEST_SLICE = Duration.ofMillis(10).toNanos();

  /** A receiver that was away for less has kept no program waiting. */
  private static final long PAUSE = Duration.ofMillis(1).toNanos();

  /** An answer has not come in time. */
  static final class Overdue extends IOException {
    private static final long serialVersionUID = 1;

    final DeadlineExceededException timeout;

    Overdue(DeadlineExceededException timeout) {
      this.timeout = timeout;
    }
  }

  private final ConversationEnds ends;
  private final TimedRead reader;
  private final InFlight<?> inFlight;
  private final Duration limit;
  private final long limitNanos;
  private Deadline call = Deadline.NEVER;

  /** Whether the call in progress has not read yet. */
  private boolean first;

  /** When the last read has ended. */
  private long lastRead = System.nanoTime();

  /** No limit begins earlier: the previous answer came then, or it was up to us to read. */
  private long begin = lastRead;

  AwaitedBytes(ConversationEnds ends, InFlight<?> inFlight, Duration limit) {
    this.ends = ends;
    this.reader = TimedReads.of(ends.reader()).orElseThrow();
    this.inFlight = inFlight;
    this.limit = limit;
    this.limitNanos = Deadline.nanos(limit);
  }

  /** A call begins. */
  void begin(Deadline deadline) {
    call = deadline;
    first = true;
  }

  /** An answer was among the bytes of the last read; the limit of the next one begins with it. */
  void answered() {
    begin = lastRead;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    try {
      if (first) {
        first = false;
        forgive();
      } else {
        checkTime();
      }
      int n = readInTime(into);
      lastRead = System.nanoTime();
      return n;
    } catch (ClosedChannelException e) {
      throw ends.endedBy(e);
    }
  }

  /**
   * A program whose output was not read may have had to wait for that: what has piled up while no
   * thread received says so, and what it has not finished gets its whole time again.
   */
  private void forgive() throws IOException {
    long now = System.nanoTime();
    if (now - lastRead > PAUSE && ends.reader().available() > 0) {
      begin = now;
    }
  }

  /**
   * The bytes of the reads before were no answer, however many they were. A program that writes
   * without end lets no read wait, so the reads themselves do not notice the time.
   */
  private void checkTime() throws IOException {
    if (isOverdue()) {
      throw new Overdue(new DeadlineExceededException("read", limit, "it is over"));
    }
    if (call.hasPassed()) {
      throw new DeadlineExceededException("read", call.limit(), "it is over");
    }
  }

  private int readInTime(ByteBuffer into) throws IOException {
    while (true) {
      try {
        return reader.read(into, next());
      } catch (DeadlineExceededException e) {
        if (isOverdue()) {
          throw new Overdue(e);
        }
        if (call.hasPassed()) {
          throw e;
        }
      }
    }
  }

  private boolean isOverdue() {
    Deadline due = due();
    return due != null && due.hasPassed();
  }

  /**
   * When a read has to end. While no question waits, the doctor need not know why nothing comes: it
   * does not look before deadlines with so short a limit.
   */
  private Deadline next() {
    Deadline due = due();
    if (due != null) {
      return due.earlier(call);
    }
    long slice = System.nanoTime() + Math.max(limitNanos / 2, SHORTEST_SLICE);
    return new Deadline(slice, Duration.ZERO).earlier(new Deadline(call.at(), Duration.ZERO));
  }

  /** When the next answer is due; null if all questions are answered. */
  private @Nullable Deadline due() {
    Sent<?> oldest = inFlight.oldest();
    if (oldest == null) {
      return null;
    }
    long from = oldest.at() - begin > 0 ? oldest.at() : begin;
    return new Deadline(from + limitNanos, limit);
  }

  @Override
  public boolean isOpen() {
    return ends.reader().isOpen();
  }

  @Override
  public void close() {
    ends.reader().close();
  }

  @Override
  public String toString() {
    return ends.reader().toString();
  }
}
