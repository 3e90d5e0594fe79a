package io.standpipe.conversation;

import org.jspecify.annotations.Nullable;

/**
 * Searches for a text by the algorithm of Knuth, Morris and Pratt, in linear time whatever the
 * texts: it examines each character once. If a character does not fit, the search continues with
 * the longest prefix of the wanted text that is a suffix of what has matched.
 */
final class TextSearch implements Search {
  private final TextBuffer text;
  private final String wanted;

  /**
   * For each prefix of {@code wanted}, the length of its longest proper prefix that is a suffix.
   */
  private final int[] borders;

  /** The first character that was not examined. */
  private int next;

  /** How many characters of {@code wanted} match just before {@code next}. */
  private int matched;

  TextSearch(TextBuffer text, String wanted) {
    this.text = text;
    this.wanted = wanted;
    this.borders = new int[wanted.length() + 1];
    int border = 0;
    for (int i = 1; i < wanted.length(); i++) {
      border = longer(border, wanted.charAt(i));
      borders[i + 1] = border;
    }
  }

  /** How many characters match if {@code c} follows {@code length} matching ones. */
  private int longer(int length, char c) {
    int prefix = length;
    while (prefix > 0 && wanted.charAt(prefix) != c) {
      prefix = borders[prefix];
    }
    return wanted.charAt(prefix) == c ? prefix + 1 : 0;
  }

  @Override
  public @Nullable Hit find(boolean ended) {
    char head = wanted.charAt(0);
    while (matched < wanted.length()) {
      if (matched == 0) {
        next = text.indexOf(head, next);
      }
      if (next == text.length()) {
        return null;
      }
      matched = longer(matched, text.charAt(next));
      next++;
    }
    return new Hit(next - wanted.length(), next, null, false);
  }

  @Override
  public int decidedAt(Hit hit) {
    return hit.end();
  }
}
