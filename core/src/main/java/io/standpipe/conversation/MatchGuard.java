package io.standpipe.conversation;

import io.standpipe.conversation.MatchStopped.Reason;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets a regular expression be stopped at work. One attempt of a pattern may take hours, and a
 * {@link java.util.regex.Matcher} looks neither at a clock nor at an interrupt; but it asks its
 * text for every character. So it is given a text that counts these questions, and checks
 * everything that ends a wait after every 1,024th: some 10 µs.
 *
 * <p>Nothing wakes the search: it looks for itself. A deadline, an interrupt or a close that comes
 * between two checks, or before the first, is seen by the next one; after the last, by the check
 * before the match is taken. For one search at a time.
 */
final class MatchGuard {
  private static final int READS_PER_CHECK = 1024;

  /** Looking for more text costs a system call: some 0.7 ms apart. */
  private static final int CHECKS_PER_LOOK = 64;

  /** A call without any time may still look through what is there, but not for long. */
  private static final long READS_OF_A_POLL = 1 << 26;

  /** Tells whether more text has come. */
  interface Arrival {
    boolean hasMore() throws IOException;
  }

  private final Deadline deadline;
  private final @Nullable ConversationEnds ends;
  private final Arrival arrival;
  private final boolean isPoll;
  private long pollReads;
  private int readsToCheck = READS_PER_CHECK;
  private int checksToLook = CHECKS_PER_LOOK;
  private long readsLeft = Long.MAX_VALUE;
  private boolean stopsForText;

  private MatchGuard(Deadline deadline, @Nullable ConversationEnds ends, Arrival arrival) {
    this.deadline = deadline;
    this.ends = ends;
    this.arrival = arrival;
    this.isPoll = !deadline.limit().isPositive();
  }

  static MatchGuard of(Deadline deadline, ConversationEnds ends, Arrival arrival) {
    return new MatchGuard(deadline, ends, arrival);
  }

  /** For a search in a text that will not grow. */
  static MatchGuard of(Deadline deadline, ConversationEnds ends) {
    return new MatchGuard(deadline, ends, () -> false);
  }

  /** For a search that nothing ends. */
  static MatchGuard none() {
    return new MatchGuard(Deadline.NEVER, null, () -> false);
  }

  /** Returns the text as a matcher sees it. */
  CharSequence over(CharSequence text) {
    return new GuardedText(text);
  }

  /** Whether a whole text matches. */
  boolean matches(Pattern pattern, String whole) {
    return deepEnough(() -> pattern.matcher(over(whole)).matches());
  }

  /** Runs an attempt of a pattern: {@link Reason#TOO_DEEP}. */
  static boolean deepEnough(BooleanSupplier attempt) {
    try {
      return attempt.getAsBoolean();
    } catch (StackOverflowError e) {
      throw new MatchStopped(Reason.TOO_DEEP); // the matcher takes any state at its next search
    }
  }

  /** Runs a search that may take so many steps: {@link Reason#TOO_LONG}. */
  void allowing(long reads, Runnable search) {
    long outer = readsLeft;
    readsLeft = Math.min(reads, outer);
    long allowed = readsLeft;
    try {
      search.run();
    } finally {
      readsLeft = outer - (allowed - readsLeft);
    }
  }

  /** Runs a search that stops when more text has come: {@link Reason#MORE_TEXT}. */
  void untilMoreComes(Runnable search) {
    stopsForText = true;
    try {
      search.run();
    } finally {
      stopsForText = false;
    }
  }

  /** Throws {@link MatchStopped} if the search is to end. */
  void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new MatchStopped(Reason.INTERRUPT);
    }
    if (ends != null && !ends.areOpen()) {
      throw new MatchStopped(Reason.CLOSE);
    }
    if (isPoll ? pollReads > READS_OF_A_POLL : deadline.hasPassed()) {
      throw new MatchStopped(Reason.DEADLINE);
    }
  }

  private void checkAll() {
    readsToCheck = READS_PER_CHECK;
    pollReads += READS_PER_CHECK;
    readsLeft -= READS_PER_CHECK;
    check();
    if (readsLeft < 0) {
      throw new MatchStopped(Reason.TOO_LONG);
    }
    if (stopsForText && --checksToLook < 0) {
      checksToLook = CHECKS_PER_LOOK;
      if (moreCame()) {
        throw new MatchStopped(Reason.MORE_TEXT);
      }
    }
  }

  /** A failure to find out is what the next read fails with, too. */
  private boolean moreCame() {
    try {
      return arrival.hasMore();
    } catch (IOException e) {
      return true;
    }
  }

  /** A text that counts how often it is read. Grows as the text below it does. */
  private final class GuardedText implements CharSequence {
    private final CharSequence text;

    GuardedText(CharSequence text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (--readsToCheck < 0) {
        checkAll();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return text.subSequence(from, to);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
