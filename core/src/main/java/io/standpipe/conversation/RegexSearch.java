package io.standpipe.conversation;

import io.standpipe.conversation.MatchStopped.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Searches for a regular expression in a text that grows, without starting over each time.
 *
 * <p><b>A place fails for good</b> if its attempt failed before it reached the end of the text:
 * then it fails whatever follows. {@link Matcher#hitEnd} tells. Each search begins at the first
 * place that has not failed for good. A character that no match begins with is known after one
 * attempt ({@link FirstCharacters}), and inside a run of characters that the pattern begins with no
 * place is tried ({@link LeadingRun}).
 *
 * <p><b>A place is undecided</b> if its attempt failed at the end of the text. Nothing behind it
 * can be decided before it is, so a search for a decided match ends there, after one attempt from
 * each place: time in proportion to the text, for a pattern whose attempts are. Matches behind it
 * are open; they are looked for as long as that takes no more than a few steps a character. If it
 * takes more, {@link #findOpen} does the rest when there is time: while the other side is silent.
 *
 * <p>A pattern that can reach from its first character to the end of any text ({@code
 * (?s)BEGIN.*END}) is tried from there again by each search; {@link ExpectLoop} makes sure that
 * this takes no more time than the reading.
 */
@SuppressWarnings("JdkObsolete") // hitEnd tells whether more text may change a match
final class RegexSearch implements Search {
  /** So many steps a character make a search for open matches worth while after each read. */
  private static final int CHEAP_STEPS = 8;

  /** How an attempt went. */
  private enum Attempt {
    MATCHED,
    /** More text may make it a match. */
    UNDECIDED,
    /** For good. */
    FAILED
  }

  private final TextBuffer text;
  private final MatchGuard guard;
  private final Matcher matcher;
  private final FirstCharacters first;
  private final LeadingRun run;

  /** No match begins before this index. */
  private int from;

  private Attempt last = Attempt.FAILED;
  private boolean unsure;
  private @Nullable Hit found;

  RegexSearch(TextBuffer text, Pattern pattern, MatchGuard guard) {
    this.text = text;
    this.guard = guard;
    CharSequence guarded = guard.over(text);
    // The text before the place of the attempt is visible to lookbehind, \b and ^.
    this.matcher = pattern.matcher(guarded).useAnchoringBounds(false).useTransparentBounds(true);
    this.first = new FirstCharacters(pattern);
    this.run = new LeadingRun(pattern, guarded);
  }

  @Override
  public @Nullable Hit find(boolean ended) {
    unsure = false;
    int place = search(from, !ended);
    if (last == Attempt.MATCHED && (ended || !matcher.hitEnd())) {
      return hit(false); // and keeps the place to search from, for decidedAt
    }
    from = place;
    return switch (last) {
      case MATCHED -> hit(true);
      case UNDECIDED -> findCheap();
      case FAILED -> null;
    };
  }

  private Hit hit(boolean open) {
    return new Hit(matcher.start(), matcher.end(), matcher.toMatchResult(), open);
  }

  private @Nullable Hit findCheap() {
    try {
      guard.allowing(1024 + (long) CHEAP_STEPS * (text.length() - from), this::searchBehind);
      return found;
    } catch (MatchStopped e) {
      if (e.reason() != Reason.TOO_LONG) {
        throw e;
      }
      unsure = true;
      return null;
    }
  }

  private void searchBehind() {
    found = null;
    int end = text.length();
    if (from < end) {
      var _ = search(behind(from, end), false);
      found = last == Attempt.MATCHED ? hit(true) : null;
    }
  }

  @Override
  public boolean isUnsure() {
    return unsure;
  }

  @Override
  public @Nullable Hit findOpen() {
    searchBehind();
    unsure = false;
    return found;
  }

  /**
   * Tries each place from {@code start} on, up to the first one that matches; {@link #last} says
   * whether there is one. Returns that place, or the end of the text.
   *
   * @param decided whether to stop at a place that is undecided, too
   */
  private int search(int start, boolean decided) {
    int end = text.length();
    int place = start;
    while (place < end) {
      if (first.exclude(text.charAt(place))) {
        place++;
        continue;
      }
      last = attempt(place, end);
      if (last == Attempt.MATCHED || (decided && last == Attempt.UNDECIDED)) {
        return place;
      }
      place = behind(place, end);
    }
    last = attempt(end, end); // a match may be empty
    return end;
  }

  /** The next place to try after a place where there is no match. */
  private int behind(int place, int end) {
    return Math.max(text.next(place), run.end(place, end));
  }

  private Attempt attempt(int place, int end) {
    boolean matches = MatchGuard.deepEnough(matcher.region(place, end)::lookingAt);
    return matches ? Attempt.MATCHED : matcher.hitEnd() ? Attempt.UNDECIDED : Attempt.FAILED;
  }

  /**
   * By bisection: if a search ends without having reached the end of the text, it takes the same
   * course on any longer text. A text never ends between the halves of a surrogate pair; there it
   * is taken without the first half.
   */
  @Override
  public int decidedAt(Hit hit) {
    int all = text.length();
    if (!isDecided()) {
      return all + 1; // only the end of the stream decided it
    }
    int undecided = hit.end() - 1;
    int decided = all;
    try {
      while (decided - undecided > 1) {
        int middle = (undecided + decided) / 2;
        boolean half = middle > 0 && Character.isHighSurrogate(text.charAt(middle - 1));
        int shown = half ? middle - 1 : middle;
        text.show(shown);
        if (isDecided()) {
          decided = shown;
        } else {
          undecided = middle;
        }
      }
    } finally {
      text.show(all);
    }
    return decided;
  }

  private boolean isDecided() {
    var _ = search(from, true);
    return last == Attempt.MATCHED && !matcher.hitEnd();
  }
}
