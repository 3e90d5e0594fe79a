package io.standpipe.conversation;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads until one of several cues is there.
 *
 * <p><b>What it costs.</b> A look is as long as what has come since the last one, but for a pattern
 * that reaches from its beginning to the end of any text: that one is tried on all of it again. So
 * after a look that took long, text is read on until it has doubled, or until as much time has
 * passed as the look took. All looks together then take about as long as the reading and the last
 * of them; and a match is found late by no more than a look takes.
 */
final class ExpectCall {
  private static final int CHUNK = 64 * 1024;

  /** Errors show the end. */
  private static final int SHOWN = 16 * 1024;

  /** Below that it is not worth while to wait for more. */
  private static final long LONG_LOOK_NANOS = 1_000_000;

  private final CallDescription tried;
  private final IncomingMessages hearing;
  private final Deadline deadline;
  private final Duration settling;
  private final int limit;
  private final TextBuffer text;
  private final FirstMatch choice;
  private boolean ended;

  ExpectCall(
      CallDescription tried,
      List<Expected> cues,
      ConversationOptions terms,
      IncomingMessages hearing,
      Deadline deadline) {
    this.tried = tried;
    this.hearing = hearing;
    this.deadline = deadline;
    this.settling = terms.quietPeriod();
    this.limit = terms.maxChars();
    this.text = hearing.text();
    this.choice = new FirstMatch(cues, text);
  }

  /** The match; it and what came before it are taken out of the text. */
  Match await() throws IOException {
    while (true) {
      long begin = System.nanoTime();
      Match match = choice.look(ended);
      if (match == null && ended) {
        throw failure(new EOFException());
      }
      if (match == null && text.length() >= limit) {
        match = choice.takeOpen();
        if (match == null) {
          throw Failures.tooMuch(tried, limit, soFar());
        }
      }
      if (match == null) {
        match = readOn(System.nanoTime() - begin);
      }
      if (match != null) {
        return match;
      }
    }
  }

  /** A match only where one was open and is now taken as it stands. */
  private @Nullable Match readOn(long lookNanos) throws IOException {
    try {
      if (choice.hasOpen()) {
        read(Deadline.after(settling).earlier(deadline));
      } else {
        read(deadline);
        readWhatALookIsWorth(lookNanos);
      }
      return null;
    } catch (DeadlineExceededException e) {
      Match match = choice.takeOpen();
      if (match == null) {
        throw failure(e);
      }
      return match;
    }
  }

  private void readWhatALookIsWorth(long lookNanos) throws IOException {
    if (lookNanos < LONG_LOOK_NANOS) {
      return;
    }
    Deadline worth = Deadline.after(Duration.ofNanos(lookNanos)).earlier(deadline);
    int enough = Math.min(2 * text.length(), limit);
    try {
      while (!ended && text.length() < enough) {
        read(worth);
      }
    } catch (DeadlineExceededException e) {
      // As much time has passed as the look took: look at what there is.
    }
  }

  /** A byte is a character at most, so there is never more text than may be kept. */
  private void read(Deadline until) throws IOException {
    int room = Math.min(CHUNK, limit - text.length());
    ended = !hearing.more(Math.max(room, 1), until);
  }

  private IOException failure(IOException cause) {
    return RequestPipeline.rethrown(Failures.of(cause, tried, deadline, soFar()));
  }

  private String soFar() {
    return text.subSequence(Math.max(0, text.length() - SHOWN), text.length());
  }
}
