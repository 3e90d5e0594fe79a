package io.standpipe.conversation;

import org.jspecify.annotations.Nullable;

/**
 * Looks for a text, in a time that is linear whatever is in it, as Knuth, Morris and Pratt have it:
 * each character that comes is looked at once, and where it does not fit, the longest beginning of
 * the text that what was matched ends with is gone on from.
 */
final class TextSearch implements Search {
  private final TextBuffer text;
  private final String wanted;

  /** Of each beginning of {@code wanted}: how long the shorter one is that it ends with. */
  private final int[] borders;

  /** The first character that was not looked at. */
  private int next;

  /** How many characters of {@code wanted} come to their end there. */
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

  /** What is matched when, after so much of it, this character comes. */
  private int longer(int length, char c) {
    int begun = length;
    while (begun > 0 && wanted.charAt(begun) != c) {
      begun = borders[begun];
    }
    return wanted.charAt(begun) == c ? begun + 1 : 0;
  }

  @Override
  public @Nullable Place look(boolean ended) {
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
    return new Place(next - wanted.length(), next, null, false);
  }

  @Override
  public int decidedAt(Place place) {
    return place.end();
  }
}
