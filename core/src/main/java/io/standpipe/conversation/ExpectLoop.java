package io.standpipe.conversation;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads until one of several expected things is there.
 *
 * <p><b>What ends it.</b> A read by itself obeys the deadline, an interrupt and a close; {@link
 * MatchGuard} makes a search obey them.
 *
 * <p><b>What it costs.</b> A search takes time in proportion to what has come since the last one,
 * except with a pattern that can reach from its beginning to the end of any text: that one is tried
 * on the whole text again. So after a search that took long, more text is read until the text has
 * doubled, or until as much time has passed as the search took. All searches together then take
 * about as long as the reading plus the last search, and a match is found late by no more than one
 * search takes.
 */
final class ExpectLoop {
  private static final int CHUNK = 64 * 1024;

  /** Errors show the last so many characters. */
  private static final int SHOWN = 16 * 1024;

  /** After a shorter search, waiting for more text is not worth while. */
  private static final long LONG_SEARCH_NANOS = 1_000_000;

  private final CallDescription tried;
  private final IncomingMessages incoming;
  private final Deadline deadline;
  private final Duration quietPeriod;
  private final int maxChars;
  private final TextBuffer text;
  private final MatchGuard guard;
  private final FirstMatch first;
  private boolean ended;

  ExpectLoop(
      CallDescription tried,
      List<Expected> anyOf,
      ConversationOptions options,
      IncomingMessages incoming,
      Deadline deadline) {
    this.tried = tried;
    this.incoming = incoming;
    this.deadline = deadline;
    this.quietPeriod = options.quietPeriod();
    this.maxChars = options.maxChars();
    this.text = incoming.text();
    this.guard = MatchGuard.of(deadline, tried.ends(), incoming::hasMoreBytes);
    this.first = new FirstMatch(anyOf, text, guard);
  }

  /** Returns the match; takes it, and what came before it, out of the text. */
  Match await() throws IOException {
    try {
      return search();
    } catch (MatchStopped e) {
      throw Failures.stopped(e, tried, deadline, text);
    }
  }

  private Match search() throws IOException {
    while (true) {
      long begin = System.nanoTime();
      Match match = first.find(ended);
      if (match == null && ended) {
        throw failure(new EOFException());
      }
      if (match == null && text.length() >= maxChars) {
        first.findOpen();
        match = first.takeOpen();
        if (match == null) {
          throw Failures.tooMuch(tried, maxChars, soFar());
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

  /** Returns a match only if an open one is now taken as it stands. */
  private @Nullable Match readOn(long searchNanos) throws IOException {
    if (first.hasOpen() || first.isUnsure()) {
      try {
        read(Deadline.after(quietPeriod).earlier(deadline));
        return null;
      } catch (DeadlineExceededException e) {
        Match match = takeOpen();
        if (match != null) {
          return match;
        }
      }
    }
    try {
      read(deadline);
      readAsLongAsTheSearchTook(searchNanos);
      return null;
    } catch (DeadlineExceededException e) {
      throw failure(e);
    }
  }

  /**
   * Takes the match that stands, after the other side has been silent. What was not looked for yet
   * is looked for now, unless that is too late or more text comes: that is read first. What comes
   * between the last look for more text and the end of this search is left to the next call.
   */
  private @Nullable Match takeOpen() {
    if (first.isUnsure() && !deadline.hasPassed()) {
      try {
        guard.untilMoreComes(first::findOpen);
      } catch (MatchStopped e) {
        if (e.reason() != MatchStopped.Reason.MORE_TEXT) {
          throw e;
        }
        return null;
      }
    }
    return first.takeOpen();
  }

  private void readAsLongAsTheSearchTook(long searchNanos) throws IOException {
    if (searchNanos < LONG_SEARCH_NANOS) {
      return;
    }
    Deadline until = Deadline.after(Duration.ofNanos(searchNanos)).earlier(deadline);
    int enough = Math.min(2 * text.length(), maxChars);
    try {
      while (!ended && text.length() < enough) {
        read(until);
      }
    } catch (DeadlineExceededException e) {
      // As much time has passed as the search took: search what there is.
    }
  }

  /** A byte becomes at most one character, so there is never more text than is allowed. */
  private void read(Deadline until) throws IOException {
    int room = Math.min(CHUNK, maxChars - text.length());
    ended = !incoming.more(Math.max(room, 1), until);
  }

  private IOException failure(IOException cause) {
    return Failures.rethrown(Failures.of(cause, tried, deadline, soFar()));
  }

  private String soFar() {
    return text.subSequence(Math.max(0, text.length() - SHOWN), text.length());
  }
}
