package io.standpipe.conversation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Searches for a regular expression without starting over each time.
 *
 * <p>After a search without a hit, a place where the attempt failed before it reached the end of
 * the text fails for good, whatever follows; {@link Matcher#hitEnd} tells. So the next search
 * begins at the first place whose attempt did reach the end, and each place before it is tried at
 * most twice: by the search, and to find this out. A character that no match begins with is known
 * after one attempt ({@link FirstCharacters}).
 *
 * <p>A pattern that can reach from its first character to the end of any text ({@code
 * (?s)BEGIN.*END}) is tried from there again by each search; {@link ExpectLoop} makes sure that
 * this takes no more time than the reading.
 */
@SuppressWarnings("JdkObsolete") // hitEnd tells whether more text may change a match
final class RegexSearch implements Search {
  private final TextBuffer text;
  private final Matcher matcher;
  private final FirstCharacters first;

  /** No match begins before this index. */
  private int from;

  RegexSearch(TextBuffer text, Pattern pattern) {
    this.text = text;
    // The text before the place of the attempt is visible to lookbehind, \b and ^.
    this.matcher = pattern.matcher(text).useAnchoringBounds(false).useTransparentBounds(true);
    this.first = new FirstCharacters(pattern);
  }

  @Override
  public @Nullable Hit find(boolean ended) {
    if (findFrom()) {
      boolean open = matcher.hitEnd() && !ended;
      return new Hit(matcher.start(), matcher.end(), matcher.toMatchResult(), open);
    }
    skipFailed();
    return null;
  }

  private boolean findFrom() {
    return matcher.region(from, text.length()).find();
  }

  private void skipFailed() {
    int end = text.length();
    while (from < end && (first.exclude(text.charAt(from)) || failsForGood(end))) {
      from++;
    }
  }

  private boolean failsForGood(int end) {
    return !matcher.region(from, end).lookingAt() && !matcher.hitEnd();
  }

  /**
   * By bisection: if a search ends without having reached the end of the text, it takes the same
   * course on any longer text. A text never ends between the halves of a surrogate pair; there it
   * is taken without the first half.
   */
  @Override
  public int decidedAt(Hit hit) {
    int all = text.length();
    if (findFrom() && matcher.hitEnd()) {
      return all + 1; // only the end of the stream decided it
    }
    int undecided = hit.end() - 1;
    int decided = all;
    while (decided - undecided > 1) {
      int middle = (undecided + decided) / 2;
      boolean half = middle > 0 && Character.isHighSurrogate(text.charAt(middle - 1));
      int shown = half ? middle - 1 : middle;
      text.show(shown);
      if (findFrom() && !matcher.hitEnd()) {
        decided = shown;
      } else {
        undecided = middle;
      }
    }
    text.show(all);
    return decided;
  }
}
