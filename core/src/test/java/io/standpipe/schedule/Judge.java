package io.standpipe.schedule;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.schedule.Operation.Side;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whether each operation may have ended as it did. What overlaps in time may have come in either
 * order; what was over before something else began came first. So of each close and interrupt two
 * things are asked: may it have come by the end of the operation, and had it surely come before its
 * beginning?
 *
 * <p>An interrupt stays set in these threads, and an operation that it ends has closed its end.
 */
final class Judge {
  private final List<Event> events;
  private final List<String> faults = new ArrayList<>();

  private Judge(List<Event> events) {
    this.events = events;
  }

  /** What was wrong; empty if nothing was. */
  static List<String> faults(List<Event> events) {
    var judge = new Judge(events);
    events.forEach(judge::look);
    return judge.faults;
  }

  private void look(Event e) {
    Side side = e.side();
    if (e.operation() instanceof Operation.Close || side == null) {
      require(e, e.thrown() == null, "never fails");
      return;
    }
    boolean mayBeClosed = came(e, closes(side));
    boolean wasClosed = cameBefore(e, closes(side));
    boolean mayBeInterrupted = came(e, interrupts(e.thread()));
    boolean wasInterrupted = cameBefore(e, interrupts(e.thread()));
    switch (e.thrown()) {
      case null -> {
        require(e, !wasClosed && !wasInterrupted, "the end was closed or the thread interrupted");
        returned(e);
      }
      case ClosedByInterruptException x ->
          require(e, mayBeInterrupted && !wasClosed, "nobody interrupted it, or it was closed");
      case AsynchronousCloseException x ->
          require(e, mayBeClosed && !wasClosed, "nobody closed the end, or it was closed before");
      case ClosedChannelException x -> require(e, mayBeClosed, "nobody closed the end");
      case BrokenPipeException x -> {
        require(e, side == Side.WRITER && came(e, closes(Side.READER)), "the reader is there");
        require(
            e, x.bytesAccepted() == Schedule.WORD * (long) e.words().remaining(), "bytes accepted");
      }
      case DeadlineExceededException x ->
          require(e, isOver(e) && !wasClosed && !wasInterrupted, "there was time left");
      default -> require(e, false, "nothing of the sort was to be expected");
    }
  }

  private void returned(Event e) {
    if (e.operation() instanceof Operation.Write(int id, int bytes, Duration limit)) {
      boolean whole = e.result() == bytes && e.words().remaining() * Schedule.WORD == bytes;
      require(e, whole, "a write takes all");
      require(e, !isGone(e), "nobody was there to read it");
    } else if (e.result() < 0) {
      require(e, came(e, closes(Side.WRITER)), "the writer is there");
    } else {
      require(
          e, e.result() > 0 && e.result() == e.words().remaining() * Schedule.WORD, "bytes read");
    }
  }

  private static boolean isOver(Event e) {
    Duration limit =
        switch (e.operation()) {
          case Operation.Read(int bytes, Duration l) -> l;
          case Operation.Write(int id, int bytes, Duration l) -> l;
          default -> null;
        };
    return limit != null && e.end() - e.start() >= limit.toNanos();
  }

  /**
   * Whether the reader had surely gone. A call that is on its way when the end is closed holds the
   * number until it comes back, and so does the far side's view of it.
   */
  private boolean isGone(Event write) {
    return cameBefore(write, closes(Side.READER))
        && events.stream()
            .noneMatch(r ->
                r.operation() instanceof Operation.Read
                    && r.start() - write.start() < 0
                    && r.end() - write.start() > 0);
  }

  private void require(Event e, boolean condition, String what) {
    if (!condition) {
      faults.add(what + ": " + e);
    }
  }

  private static Predicate<Event> closes(Side side) {
    return e ->
        e.side() == side
            && (e.operation() instanceof Operation.Close
                || e.thrown() instanceof ClosedByInterruptException);
  }

  private static Predicate<Event> interrupts(int thread) {
    return e -> e.operation() instanceof Operation.Interrupt(int whom) && whom == thread;
  }

  private boolean came(Event e, Predicate<Event> cause) {
    return events.stream().anyMatch(c -> cause.test(c) && c.start() - e.end() < 0);
  }

  private boolean cameBefore(Event e, Predicate<Event> cause) {
    return events.stream().anyMatch(c -> cause.test(c) && c.end() - e.start() < 0);
  }
}
